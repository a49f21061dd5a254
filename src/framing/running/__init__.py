"""How a collection of any size is worked on: a folder for what is half done, partitions, and who works on them."""
