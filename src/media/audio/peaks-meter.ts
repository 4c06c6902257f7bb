import { storedPeaks } from '../peaks.rules.js';

/** Many times as many as are stored, so that slices of equal length are found within a sixteenth. */
const mostBins = 64 * storedPeaks;

/** Keeps the waveform of a sound of unknown length in constant memory: when its bins are full, each two become one. */
export class PeaksMeter {
  private readonly bins = new Float32Array(mostBins);
  private filled = 0;
  private perBin = 1;
  private inBin = 0;
  private loudest = 0;

  /** Takes the level of the next sample, 0 to 1, the loudest of its channels. */
  add(level: number): void {
    if (level > this.loudest) this.loudest = level;
    this.inBin += 1;
    if (this.inBin === this.perBin) this.closeBin();
  }

  /** As `readPeaks` reads it: one byte for each of 1,024 equal slices, in base64; null for no sound at all. */
  toStored(): string | null {
    if (this.inBin > 0) this.closeBin();
    if (this.filled === 0) return null;
    const bytes = Uint8Array.from({ length: storedPeaks }, (_, index) => {
      const from = Math.floor((index * this.filled) / storedPeaks);
      const to = Math.max(Math.floor(((index + 1) * this.filled) / storedPeaks), from + 1);
      return Math.round(Math.min(Math.max(...this.bins.subarray(from, to)), 1) * 255);
    });
    return Buffer.from(bytes).toString('base64');
  }

  private closeBin(): void {
    this.bins[this.filled] = this.loudest;
    this.filled += 1;
    this.loudest = 0;
    this.inBin = 0;
    if (this.filled < mostBins) return;
    for (let bin = 0; bin < mostBins / 2; bin += 1) {
      this.bins[bin] = Math.max(this.bins[2 * bin] as number, this.bins[2 * bin + 1] as number);
    }
    this.filled = mostBins / 2;
    this.perBin *= 2;
  }
}
