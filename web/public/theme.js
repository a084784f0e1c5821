// Sets the colour scheme before the first paint, so that a dark screen never flashes white.
// A file of its own, because the Content-Security-Policy allows no inline script.
(function () {
    let wanted;
    try {
        wanted = localStorage.getItem('tendril-theme') || 'auto';
    } catch {
        wanted = 'auto'; // storage is blocked: follow the system
    }
    const dark =
        wanted === 'dark' || (wanted === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
