/** Everything that callers can ask of probes, as one part that is loaded on first use. */
export { createProbe, estimateProbe } from './create-probe.ts';
export { getProbe, listProbes } from './find-probes.ts';
export { modelCard } from './model-card.ts';
export { probeReport } from './probe-report.ts';
