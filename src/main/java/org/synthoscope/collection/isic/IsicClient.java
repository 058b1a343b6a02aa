package org.synthoscope.collection.isic;

import java.net.URI;

/** The archive's API: pages of a search, single entries, files. Safe for use by several threads. */
final class IsicClient implements AutoCloseable {

    private final URI base;
    private final NetworkLimits limits;
    private final Fetcher fetcher;

    IsicClient(URI base, NetworkLimits limits, Pacing pacing) {
        this.base = base;
        this.limits = limits;
        fetcher = new Fetcher(limits, pacing);
    }

    /** A page of a search; {@code address} as the archive gave it. */
    IsicPage page(String address) throws Refusal, NoAnswer, InterruptedException {
        return fetcher.fetch(Urls.page(base, address), "application/json", limits.pageBytes(),
                next -> Urls.page(base, next), () -> new Collected<>(IsicPage::parse));
    }

    /** What the archive says of one image now; addresses of files are only good for a while. */
    IsicItem item(URI address) throws Refusal, NoAnswer, InterruptedException {
        return fetcher.fetch(address, "application/json", limits.pageBytes(), next -> Urls.page(base, next),
                () -> new Collected<>(json -> IsicItem.parse(IsicPage.tree(json))));
    }

    /** A file. */
    <T> T file(String address, Receiver.Opening<T> opening) throws Refusal, NoAnswer, InterruptedException {
        return fetcher.fetch(Urls.file(base, address), "image/jpeg, image/*", limits.fileBytes(),
                next -> Urls.file(base, next), opening);
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
