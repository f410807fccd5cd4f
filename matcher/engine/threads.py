"""Two cores are enough for a city, if both are used: loops over needs run in chunks.

The loops let go of the interpreter's lock and write to rows of their own, so the answer
does not depend on how many threads there are.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

SMALLEST_CHUNK = 2_048


def in_chunks(work: Callable[[int, int], None], size: int) -> None:
    """Call `work(low, high)` over `range(size)` in parts, in as many threads as cores."""
    threads = min(os.cpu_count() or 1, 8)
    chunk = max(SMALLEST_CHUNK, -(-size // (threads * 8)))
    parts = [(low, min(low + chunk, size)) for low in range(0, size, chunk)]
    if len(parts) <= 1 or threads == 1:
        for low, high in parts:
            work(low, high)
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, low, high) for low, high in parts]:
            done.result()
