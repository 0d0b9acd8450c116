"""The preview: pages are made when they are asked for, and reload when files change."""

from __future__ import annotations

import threading
import time
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.problems import WenyuanError, problem
from generator.serve.live import Live, Load, Preview
from generator.serve.server import PreviewServer
from generator.serve.watch import watch_paths

__all__ = ["Preview", "serve"]


def serve(
    load: Load,
    *,
    port: int,
    open_browser: bool,
    watch: Sequence[Path],
    log: Callable[[str], None],
) -> None:
    """Serve the preview on 127.0.0.1 until Ctrl-C.

    `load` is called at the start, and again whenever one of the files `watch` or
    something in one of the folders `watch` changes (hidden files do not count), with
    the paths of all that changed since its last success, or None for all; later
    failures of it are shown in the browser and the last good preview stays. Port 0
    takes any free one. `log` is given the address first, then each event, as a line.

    Raises WenyuanError (`unavailable`) when the port cannot be had, and whatever the
    first `load` raises.
    """
    try:
        server = PreviewServer(port, log)
    except (OSError, OverflowError) as error:
        reason = f"port {port} cannot be used: {getattr(error, 'strerror', error)}"
        hint = "choose another with --port"
        raise WenyuanError(problem("unavailable", reason=reason, hint=hint)) from error
    with server:
        begun, stop = time.time_ns(), threading.Event()
        live = server.live = Live(load, log)
        watchers = watch_paths(watch, live.reload, stop, log, begun)
        log(server.address)
        if open_browser:
            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            log("stopped")
        finally:
            stop.set()
            live.close()
            for watcher in watchers:
                watcher.join()
