"""PELT of `ruptures` on series of daily values, one JSON list of numbers a line on standard input (missing days left out).

Prints one JSON object: per model the median microseconds of a whole series and of "one more day" (PELT run anew on the days
so far, for every day from 28 on of every tenth series). `jump` is left at the library's 5: change points on every fifth day
only, 20 to 30 times faster than looking at every day.
"""

import json
import math
import statistics
import sys
import time

try:
    import numpy
    import ruptures
except ImportError as error:
    print(json.dumps({"missing": error.name}))
    sys.exit(0)

MIN_SIZE = 7
LEARNING_DAYS = 28


def penalty(model, signal):
    """l2: 2 sigma^2 log n with sigma from neighbouring differences (BIC); rbf: 2 log n on a kernel bounded by 1."""
    if model == "rbf":
        return 2 * math.log(len(signal))
    sigma = 1.4826 * numpy.median(numpy.abs(numpy.diff(signal, axis=0))) / math.sqrt(2)
    return 2 * math.log(len(signal)) * max(sigma, 1e-6) ** 2


def micros(model, signal):
    started = time.perf_counter()
    ruptures.Pelt(model=model, min_size=MIN_SIZE).fit(signal).predict(pen=penalty(model, signal))
    return (time.perf_counter() - started) * 1e6


series = [numpy.array(json.loads(line), dtype=float).reshape(-1, 1) for line in sys.stdin]
answer = {"version": ruptures.__version__}
for model in ("l2", "rbf"):
    micros(model, series[0])
    whole = [micros(model, one) for one in series]
    days = [micros(model, one[:n]) for one in series[::10] for n in range(LEARNING_DAYS, len(one) + 1)]
    answer[model] = {"series": statistics.median(whole), "day": statistics.median(days)}
print(json.dumps(answer))
