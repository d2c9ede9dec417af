"""The same work in SciPy, timed by itself. Reads one JSON task a line from standard input, answers with the seconds of
processor time of one pass.

Both start from a capture of which only the stimulus is known and end with the same figures and curves: where the signal lies,
levels, rates, phases, residual, spectrum or response on the same grid. What ours gives beside (uncertainties, a wandering clock
followed, the checks of its input) is not asked of SciPy. Only the analysis is timed: windows, inverse filters and masks are made
before, as a person would keep them. One thread.
"""

import json
import sys
import time

import numpy
import scipy
from scipy import fft
from scipy.signal import find_peaks, windows

BLACKMAN_HARRIS_7 = [
    0.27105140069342, 0.43329793923448, 0.21812299954311, 0.06592544638803,
    0.01081174209837, 0.00077658482522, 0.00001388721735,
]
LOBE_BINS = 8


def transform(task):
    size = task["size"]
    samples = numpy.random.default_rng(1).standard_normal(size)
    spectrum = fft.rfft(samples)
    return (lambda: fft.irfft(spectrum, size)) if task["inverse"] else (lambda: fft.rfft(samples))


def load(path):
    return numpy.fromfile(path, dtype="<f8")


def sounding(samples, block):
    """First and last sample of the loud part, a block of each end left out."""
    blocks = samples[:len(samples) // block * block].reshape(-1, block)
    energies = numpy.einsum("ij,ij->i", blocks, blocks)
    loud = numpy.flatnonzero(energies > 0.2 * numpy.quantile(energies, 0.75))
    return (loud[0] + 1) * block, loud[-1] * block


kept_windows = {}


def blackman_harris(length):
    if length not in kept_windows:
        kept_windows[length] = windows.general_cosine(length, BLACKMAN_HARRIS_7, sym=False)
    return kept_windows[length]


def windowed_power(samples, window, size):
    spectrum = fft.rfft(samples * window, size)
    return spectrum.real ** 2 + spectrum.imag ** 2


def thdn(task):
    samples, rate = load(task["capture"]), task["sampleRateHz"]
    low_hz, high_hz = task["bandHz"]
    grid = numpy.geomspace(10, high_hz, 701)

    def work():
        start, end = sounding(samples, rate // 100)
        record = samples[start:end]
        window = blackman_harris(len(record))
        size = fft.next_fast_len(len(record), real=True)
        width = rate / size
        lobe = int(numpy.ceil(LOBE_BINS * size / len(record)))
        low, high = int(round(low_hz / width)), int(round(high_hz / width))
        spectrum = fft.rfft((record - record.mean()) * window, size)[:high + 4 * lobe]
        power = spectrum.real ** 2 + spectrum.imag ** 2
        top = low + int(numpy.argmax(power[low:high]))
        lines = power[top - lobe:top + lobe + 1]
        line = lines.sum()
        frequency = (top + (lines * numpy.arange(-lobe, lobe + 1)).sum() / line) * width
        total = power[low:high + 1].sum()
        orders = [n for n in range(2, 11) if n * frequency / width + lobe < high]
        centres = [int(round(n * frequency / width)) for n in orders]
        harmonics = numpy.array([power[bin - lobe:bin + lobe + 1].sum() for bin in centres])
        phases = numpy.angle(spectrum[centres])
        edges = numpy.unique((grid / width).astype(int))
        curve = numpy.sqrt(numpy.maximum.reduceat(power[:edges[-1] + 1], edges[:-1]))
        noise = max(total - line - harmonics.sum(), 0)
        return frequency, numpy.sqrt((total - line) / total), numpy.sqrt(harmonics / line), phases, noise, curve

    return work


def sweep(task):
    capture, played, rate = load(task["capture"]), load(task["reference"]), task["sampleRateHz"]
    size = fft.next_fast_len(len(capture) + len(played), real=True)
    points = numpy.geomspace(10, 0.45 * rate, int(24 * numpy.log2(0.045 * rate)) + 1)
    # The linear response keeps a second; that of the n-th harmonic leads it by L ln n and has the room to the one before
    rate_frames = rate * task["sweepRateSeconds"]
    leads = [int(rate_frames * numpy.log(order)) for order in range(1, 6)]
    lengths = [rate] + [leads[order] - leads[order - 1] for order in range(1, 5)]
    cuts = []
    for lead, length in zip(leads, lengths):
        frames = numpy.arange(length) - length // 4 - lead
        transform_size = fft.next_fast_len(length, real=True)
        edges = numpy.unique(numpy.concatenate((points, points * 2 ** (1 / 24))) * transform_size / rate).astype(int)
        edges = numpy.unique(numpy.clip(edges, 0, transform_size // 2))
        cuts.append((frames, windows.tukey(length, 0.1), transform_size, edges))

    def inverse_filter():
        spectrum = fft.rfft(played, size)
        power = spectrum.real ** 2 + spectrum.imag ** 2
        return spectrum.conj() / (power + 1e-9 * power.max())

    kept = inverse_filter() if task["keepsStimulus"] else None

    def work():
        inverse = inverse_filter() if kept is None else kept
        response = fft.irfft(fft.rfft(capture, size) * inverse, size)
        peak = int(numpy.argmax(numpy.abs(response)))
        curves = []
        for frames, taper, length, edges in cuts:
            spectrum = fft.rfft(response.take(frames + peak, mode="wrap") * taper, length)
            # Averaged over 1/24 octave about each point
            curves.append(numpy.add.reduceat(spectrum, edges) / numpy.maximum(numpy.diff(edges, append=len(spectrum)), 1))
        return peak, curves

    return work


def multitone(task):
    samples, played, rate = load(task["capture"]), load(task["reference"]), task["sampleRateHz"]
    played_size = fft.next_fast_len(len(played), real=True)
    played_window = windows.general_cosine(len(played), BLACKMAN_HARRIS_7, sym=False)
    low_hz, high_hz = task["bandHz"]
    bands = numpy.geomspace(low_hz, high_hz, int(6 * numpy.log2(high_hz / low_hz)) + 1)

    def find_tones():
        power = windowed_power(played, played_window, played_size)
        top = int(1.04 * task["bandHz"][1] * played_size / rate)
        found, _ = find_peaks(power[:top], height=1e-4 * power[:top].max(), distance=2 * LOBE_BINS)
        # Centre of gravity of the lobe: frequencies between the bins
        reach = numpy.arange(-LOBE_BINS, LOBE_BINS + 1)
        lobes = power[found[:, None] + reach]
        return (found + (lobes * reach).sum(axis=1) / lobes.sum(axis=1)) * rate / played_size

    kept = find_tones() if task["keepsStimulus"] else None

    def work():
        tones = find_tones() if kept is None else kept
        start, end = sounding(samples, rate // 20)
        record = samples[start:end]
        size = fft.next_fast_len(len(record), real=True)
        width = rate / size
        lobe = int(numpy.ceil(LOBE_BINS * size / len(record)))
        reach = numpy.arange(-lobe, lobe + 1)
        beside = numpy.concatenate((numpy.arange(-4 * lobe, -lobe), numpy.arange(lobe + 1, 4 * lobe + 1)))
        low, high = int(round(low_hz / width)), int(round(high_hz / width))
        edges = numpy.unique((bands / width).astype(int))
        spectrum = fft.rfft((record - record.mean()) * blackman_harris(len(record)), size)[:int(1.3 * high)]
        power = spectrum.real ** 2 + spectrum.imag ** 2
        bins = numpy.rint(tones / width).astype(int)
        lobes = power[bins[:, None] + reach]
        sums = lobes.sum(axis=1)
        # Levels, phases and rates of the tones; the noise under each from the median beside it; density by sixths of an octave
        rates = (bins + (lobes * reach).sum(axis=1) / sums) * width / tones
        phases = numpy.angle(spectrum[bins])
        noise = numpy.median(power[bins[:, None] + beside], axis=1) / numpy.log(2)
        levels = numpy.sqrt(numpy.maximum(sums - noise * len(reach), 0))
        rest = power.copy()
        rest[bins[:, None] + reach] = 0
        residual = rest[low:high].sum() + (noise * len(reach)).sum()
        empty = (rest != 0).astype(float)
        density = numpy.add.reduceat(rest, edges) / numpy.maximum(numpy.add.reduceat(empty, edges), 1)
        return levels, phases, rates, numpy.sqrt(residual / (residual + (levels ** 2).sum())), density

    return work


MAKERS = {"transform": transform, "thdn": thdn, "frequency-response": sweep, "multitone": multitone}


def main():
    # The C library keeps memory for large arrays only after it has once freed one; what SciPy takes must not depend on that
    numpy.ones((1 << 22) - 4096)
    print(json.dumps({"numpy": numpy.__version__, "scipy": scipy.__version__}), flush=True)
    kept = {}
    for line in sys.stdin:
        task = json.loads(line)
        if line not in kept:
            kept.clear()
            kept[line] = MAKERS[task["work"]](task)
        work = kept[line]
        started = time.process_time()
        repeats = 0
        while repeats == 0 or time.process_time() - started < 0.02:
            work()
            repeats += 1
        print(json.dumps({"seconds": (time.process_time() - started) / repeats}), flush=True)


main()
