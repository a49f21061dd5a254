"""Memory that a piece of work took goes back to the system before the next begins."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from framing.annotation.voice.judge import forget_judge


def call_tidily(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function, and give back the memory that it took."""
    try:
        return function(*arguments)
    finally:
        give_back_memory()


def give_back_memory() -> None:
    """Free what is kept of the last texts, and what allocators hold in pieces too small for the next partition."""
    forget_judge()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it
        if trim is not None:
            trim(0)
