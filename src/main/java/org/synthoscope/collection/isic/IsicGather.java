package org.synthoscope.collection.isic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.synthoscope.base.SynthoscopeException;

/**
 * One gather: goes through a request's pages from where the last one stopped, chooses, fetches and enters. What is whole
 * and entered isn't fetched again; every page, file and row is settled before the bookmark passes it.
 */
final class IsicGather {

    /** Pages in a row that may bring nothing new before the archive is taken to repeat itself. */
    private static final int STALE_PAGES = 3;
    private static final int MOST_PAGES = 100_000;
    /** Files in a row that the archive may fail to give before the gather stops. */
    private static final int LOST_IN_A_ROW = 10;
    /** A kill loses at most so many rows, whose files the next gather finds in their places. */
    private static final int MOST_UNWRITTEN = 25;
    private static final long LONGEST_UNWRITTEN = 1_000_000_000L;

    private final IsicRequest request;
    private final IsicClient client;
    private final Downloads downloads;
    private final Shelf shelf;
    private final Ledger ledger;
    private final IsicProgress progress;

    private final Map<String, Ledger.Held> held;
    private final Set<String> broken = new HashSet<>();
    private final Map<String, String> leftOut;
    private final Set<String> seen = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Outcome.Gathered> unwritten = new ArrayList<>();
    private final Map<String, String> unwrittenReasons = new LinkedHashMap<>();
    private long written = System.nanoTime();
    private final int before;
    private final Set<String> elsewhere = new HashSet<>();
    private int ours;
    private int gathered;
    private int newlyLeftOut;
    private long bytes;
    private int lostInARow;
    private boolean retrying;
    private int adopted;
    private long listed;
    private long count;

    /** @param verify whether files that were gathered are read again and their checksums compared */
    IsicGather(IsicRequest request, IsicClient client, Downloads downloads, Shelf shelf, Ledger ledger,
               boolean verify, IsicProgress progress) {
        this.request = request;
        this.client = client;
        this.downloads = downloads;
        this.shelf = shelf;
        this.ledger = ledger;
        this.progress = progress;
        held = new HashMap<>(ledger.held());
        leftOut = new TreeMap<>(ledger.leftOut());
        held.forEach((id, image) -> {
            if (image.ours() && !(shelf.holds(image.file(), image.bytes())
                    && (!verify || shelf.unchanged(image.file(), image.sha256())))) {
                broken.add(id);
            }
        });
        ours = (int) held.values().stream().filter(Ledger.Held::ours).count() - broken.size();
        before = ours;
    }

    /** @param anew whether pages that were worked through are asked for again */
    IsicSummary run(boolean anew) throws InterruptedException {
        List<String> lost = leftOut.entrySet().stream()
                .filter(image -> image.getValue().startsWith(Outcome.NOT_FETCHED) && IsicItem.isIdentifier(image.getKey()))
                .map(Map.Entry::getKey).toList();
        mend();
        write(Optional.empty());
        Optional<Bookmark> bookmark = anew ? Optional.empty() : ledger.bookmark();
        boolean complete = bookmark.isPresent() && bookmark.get().page().isEmpty();
        listed = bookmark.map(Bookmark::listed).orElse(0L);
        count = bookmark.map(Bookmark::count).orElse(0L);
        if (!complete && room() > 0) {
            complete = list(bookmark.flatMap(Bookmark::page));
        }
        retry(lost);
        SortedMap<String, Integer> reasons = new TreeMap<>();
        leftOut.values().stream().filter(reason -> !reason.startsWith(Outcome.NOT_FETCHED))
                .forEach(reason -> reasons.merge(group(reason), 1, Integer::sum));
        int notFetched = (int) leftOut.values().stream().filter(reason -> reason.startsWith(Outcome.NOT_FETCHED)).count();
        return new IsicSummary(gathered, before + adopted + elsewhere.size(), bytes, reasons, notFetched, complete, warnings);
    }

    /** Files that are gone, cut or changed since they were entered. */
    private void mend() throws InterruptedException {
        if (!broken.isEmpty()) {
            warnings.add(broken.size() + (broken.size() == 1 ? " gathered file is" : " gathered files are")
                    + " gone or no longer what came, and fetched again");
            take(broken.stream().sorted().map(id -> new Downloads.Wanted(id, Optional.empty(), true)).toList());
        }
    }

    /** Images that the archive didn't give before. If it goes on not to, that doesn't undo what else was done. */
    private void retry(List<String> lost) throws InterruptedException {
        retrying = true;
        lostInARow = 0;
        for (int from = 0; from < lost.size() && lostInARow < LOST_IN_A_ROW; from += LOST_IN_A_ROW) {
            take(lost.subList(from, Math.min(lost.size(), from + LOST_IN_A_ROW)).stream()
                    .map(id -> new Downloads.Wanted(id, Optional.empty(), false)).toList());
        }
        write(Optional.empty());
    }

    /** Goes through pages; returns whether the last one was reached. */
    private boolean list(Optional<String> from) throws InterruptedException {
        Set<String> pages = new HashSet<>();
        String address = from.orElseGet(() -> request.first().toString());
        int stale = 0;
        for (int n = 0; n < MOST_PAGES; n++) {
            if (!pages.add(address)) {
                throw circle("page " + Urls.shown(address) + " comes twice");
            }
            IsicPage page;
            try {
                page = client.page(address);
            } catch (Refusal refused) {
                if (n == 0 && from.isPresent()) {
                    warnings.add("the page where the last gather stopped is no longer of use (" + refused.getMessage()
                            + "); the list was read again from the beginning");
                    listed = 0;
                    return list(Optional.empty());
                }
                throw trouble("page " + (n + 1) + " of the answer can't be used: " + refused.getMessage(), refused);
            } catch (NoAnswer none) {
                throw trouble("page " + (n + 1) + " of the answer didn't come: " + none.getMessage(), none);
            }
            count = page.count().orElse(count);
            int known = seen.size();
            if (!settle(page)) {
                write(Optional.of(new Bookmark(Optional.of(address), listed, count)));
                return false;
            }
            int fresh = seen.size() - known;
            listed += fresh;
            write(Optional.of(new Bookmark(page.next(), listed, count)));
            stale = fresh > 0 ? 0 : stale + 1;
            if (page.next().isEmpty()) {
                if (count > 0 && count != listed) {
                    warnings.add("the archive said " + count + " images, but its pages held " + listed);
                }
                return true;
            }
            if (stale >= STALE_PAGES) {
                throw circle(STALE_PAGES + " pages in a row brought nothing new");
            }
            address = page.next().get();
        }
        throw circle("there are more than " + MOST_PAGES + " pages");
    }

    /** Settles a page's images; false if the limit was reached before all were. */
    private boolean settle(IsicPage page) throws InterruptedException {
        Map<String, String> reasons = new LinkedHashMap<>();
        page.odd().forEach(id -> reasons.put("entry " + id, "no valid isic_id"));
        List<Downloads.Wanted> wanted = new ArrayList<>();
        for (IsicItem item : page.items()) {
            String id = item.isicId();
            if (!seen.add(id)) {
                continue;
            }
            if (held.containsKey(id)) {
                if (!held.get(id).ours()) {
                    elsewhere.add(id);
                }
            } else if (!leftOut.getOrDefault(id, "").startsWith(Outcome.NOT_FETCHED)) {
                Choice choice = Choice.of(item, request);
                if (choice instanceof Choice.Leave leave) {
                    reasons.put(id, leave.reason());
                } else {
                    wanted.add(new Downloads.Wanted(id, Optional.of(item), false));
                }
            }
        }
        leave(reasons);
        return take(wanted);
    }

    /** Fetches images in their order until the limit; false if the limit left some. */
    private boolean take(List<Downloads.Wanted> wanted) throws InterruptedException {
        int from = 0;
        while (from < wanted.size()) {
            int to = (int) Math.min(wanted.size(), from + room());
            if (to == from) {
                return false;
            }
            try {
                downloads.run(wanted.subList(from, to), this::heard);
            } finally {
                write(Optional.empty());
            }
            from = to;
        }
        return true;
    }

    private long room() {
        return request.limit() == 0 ? Integer.MAX_VALUE : Math.max(0, request.limit() - ours);
    }

    private void heard(Outcome outcome) {
        String id = outcome.isicId();
        lostInARow = outcome instanceof Outcome.Lost ? lostInARow + 1 : 0;
        if (outcome instanceof Outcome.Gathered image) {
            unwritten.add(image);
            held.put(id, new Ledger.Held(image.placed().file(), image.placed().received().bytes(),
                    image.placed().received().sha256(), true));
            leftOut.remove(id);
            ours++;
            gathered += image.fetched() ? 1 : 0;
            adopted += image.fetched() ? 0 : 1;
            bytes += image.fetched() ? image.placed().received().bytes() : 0;
        } else {
            leave(Map.of(id, outcome instanceof Outcome.Lost lost ? Outcome.NOT_FETCHED + lost.reason()
                    : ((Outcome.LeftOut) outcome).reason()));
            held.remove(id);
        }
        if (unwritten.size() + unwrittenReasons.size() >= MOST_UNWRITTEN || System.nanoTime() - written > LONGEST_UNWRITTEN) {
            write(Optional.empty());
        }
        tell();
        if (lostInARow >= LOST_IN_A_ROW && !retrying) {
            throw trouble("the archive failed to give " + LOST_IN_A_ROW + " files in a row, the last one because "
                    + ((Outcome.Lost) outcome).reason(), null);
        }
    }

    private void leave(Map<String, String> reasons) {
        Map<String, String> changed = new LinkedHashMap<>(reasons);
        changed.entrySet().removeIf(reason -> reason.getValue().equals(leftOut.get(reason.getKey())));
        if (!changed.isEmpty()) {
            unwrittenReasons.putAll(changed);
            leftOut.putAll(changed);
            newlyLeftOut += changed.size();
            tell();
        }
    }

    private void write(Optional<Bookmark> bookmark) {
        if (!unwritten.isEmpty() || !unwrittenReasons.isEmpty() || bookmark.isPresent()) {
            ledger.write(new Ledger.Change(List.copyOf(unwritten), Map.copyOf(unwrittenReasons), bookmark));
            unwritten.clear();
            unwrittenReasons.clear();
        }
        written = System.nanoTime();
    }

    private void tell() {
        long done = request.limit() > 0 ? ours : (long) ours + elsewhere.size() + leftOut.size();
        long total = request.limit() > 0 ? request.limit() : Math.max(count, 0);
        progress.at(new IsicProgress.State(done, total >= done ? total : 0, gathered, newlyLeftOut, bytes));
    }

    /** Reasons that differ only in figures and names count as one. */
    private static String group(String reason) {
        return reason.startsWith(Outcome.UNSOUND) ? reason.replaceAll("[0-9]+", "#") : reason;
    }

    private SynthoscopeException circle(String how) {
        return trouble("the archive's pages lead nowhere (" + how + ")", null);
    }

    private SynthoscopeException trouble(String what, Exception cause) {
        return new SynthoscopeException(Urls.origin(request.base()) + ": " + what + ". What was gathered is safe ("
                + ours + (ours == 1 ? " image" : " images") + "); run the same command again to go on", cause);
    }
}
