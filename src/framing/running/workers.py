"""Who works: this process, processes of this machine, or a Dask cluster; all give the same bytes."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.running.memory import call_tidily

if TYPE_CHECKING:
    from distributed import Client

Run = Callable[..., Iterator[Any]]
"""Called with a function and the arguments of its calls, gives their results in order."""
PATIENCE = "30s"


@contextmanager
def hire(workers: int | str) -> Iterator[Run]:
    """Give what calls a function many times, wherever that is.

    Parameters
    ----------
    workers : int or str
        Processes on this machine, or the address of a Dask scheduler.

    Yields
    ------
    callable
        Takes a function, which must be importable, and the arguments of its calls; yields the results in their order.
        Arguments and results travel to the workers and back, so let them be small.

    Raises
    ------
    FramingError
        If there is no scheduler at that address, or it goes away.
    """
    if isinstance(workers, int):
        yield _local(workers)
        return
    with _connect(workers) as client:
        yield lambda function, calls: _on_cluster(client, function, calls)


def _local(workers: int) -> Run:
    def run(function: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        if workers == 1:
            yield from (call_tidily(function, *arguments) for arguments in calls)
            return
        from joblib import Parallel, delayed  # noqa: PLC0415 (one process needs no pool)

        pool = Parallel(n_jobs=workers, return_as="generator", batch_size=1)
        yield from pool(delayed(call_tidily)(function, *arguments) for arguments in calls)

    return run


def _connect(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 (only a cluster needs it)
    except ImportError as error:
        raise FramingError("A scheduler needs the package 'distributed'; pip install framing[cluster].") from error
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError, socket.gaierror) as error:
        raise FramingError(
            f"There is no Dask scheduler at '{address}'; start one, or give its address as tcp://HOST:PORT."
        ) from error
    if not client.nthreads():
        client.close()
        raise FramingError(f"The Dask scheduler at '{address}' has no workers; start some with dask worker {address}.")
    return client


def _on_cluster(client: Client, function: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    from distributed import CancelledError, KilledWorker  # noqa: PLC0415

    futures = [client.submit(call_tidily, function, *arguments, pure=False, retries=2) for arguments in calls]
    try:
        for future in futures:
            yield future.result()
    except (CancelledError, KilledWorker, OSError, TimeoutError) as error:
        raise FramingError(
            "The Dask scheduler or its workers went away; start them again, and the same command goes on from there."
        ) from error
