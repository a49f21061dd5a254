"""People in the loop: samples for coders, their agreement, the machine against them, estimates mended by them."""
