"""
Run one command from a small process and print what it took as JSON.

    python -I -S stopwatch.py COMMAND...

A child counts the peak memory of whoever starts it as its own, until it is larger; this process is small.
"""

import json
import os
import sys
import time

OUTPUT = os.environ.get("STOPWATCH_OUTPUT", os.devnull)
started = time.perf_counter()
where = [(os.POSIX_SPAWN_OPEN, 1, OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)]
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=where)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - started
print(
    json.dumps(
        {
            "wall_s": seconds,
            "user_s": usage.ru_utime,
            "system_s": usage.ru_stime,
            "peak_mb": usage.ru_maxrss / 1024,
            "code": os.waitstatus_to_exitcode(status),
        }
    )
)
