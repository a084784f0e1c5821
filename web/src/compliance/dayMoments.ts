/** The chosen days as moments: from the start of the first to the end of the last, as the viewer's clock has them. */
export function dayMoments(days: { from?: string | undefined; to?: string | undefined }): {
  from?: string;
  to?: string;
} {
  const start = days.from ? new Date(`${days.from}T00:00:00`) : null;
  const end = days.to ? new Date(`${days.to}T23:59:59.999`) : null;
  return {
    ...(start && !Number.isNaN(start.getTime()) ? { from: start.toISOString() } : {}),
    ...(end && !Number.isNaN(end.getTime()) ? { to: end.toISOString() } : {}),
  };
}
