package org.synthoscope.collection.isic;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/**
 * What is asked of the archive, and what of its answer is taken.
 *
 * @param base         the API's address, ending in a slash
 * @param query        in the archive's search language, e.g. {@code diagnosis_3:Melanoma* AND image_type:dermoscopic};
 *                     blank asks for everything
 * @param collections  numbers of collections to search in; none searches the whole archive
 * @param limit        most images of this request in the study; 0 is no limit
 * @param licences     licences that are taken, as the archive writes them
 * @param label        the metadata field that is the class
 * @param className    the class of all images, whatever their label
 * @param unlabelledAs the class of images without the label; without it they are left out
 */
public record IsicRequest(URI base, String query, List<String> collections, int limit, Set<String> licences, String label,
                          Optional<String> className, Optional<String> unlabelledAs) {

    /** The archive's public API. */
    public static final String ARCHIVE = "https://api.isic-archive.com/api/v2/";
    /** All licences that the archive gives images. */
    public static final List<String> LICENCES = List.of("CC-0", "CC-BY", "CC-BY-NC");
    /** The class unless something else is chosen: the third of the archive's five levels of diagnosis, e.g. Nevus. */
    public static final String LABEL = "diagnosis_3";
    /** Most items that the archive gives on a page. */
    static final int PAGE = 100;
    private static final int LONGEST_QUERY = 2_000;

    /** @throws SynthoscopeException if a part can't be meant so */
    public IsicRequest {
        if (query.length() > LONGEST_QUERY) {
            throw new SynthoscopeException("the query has " + query.length() + " characters; the most is " + LONGEST_QUERY);
        }
        collections = List.copyOf(collections);
        for (String collection : collections) {
            if (!collection.matches("[0-9]{1,9}")) {
                throw new SynthoscopeException("'" + collection + "' is no collection: collections are numbers, separated by "
                        + "commas, as in the address of a collection's page in the archive");
            }
        }
        if (limit < 0) {
            throw new SynthoscopeException("the limit must be 1 or more, or 0 for no limit, not " + limit);
        }
        licences = Collections.unmodifiableSet(new TreeSet<>(licences));
        if (licences.isEmpty()) {
            throw new SynthoscopeException("no licence is accepted, so nothing could be gathered; choose from "
                    + String.join(", ", LICENCES));
        }
        if (!label.matches("[A-Za-z][A-Za-z0-9_]{0,59}")) {
            throw new SynthoscopeException("'" + label + "' is no metadata field; fields are written like " + LABEL
                    + ", diagnosis_1 or anatom_site_general");
        }
        className = className.map(IsicRequest::folder);
        unlabelledAs = unlabelledAs.map(IsicRequest::folder);
    }

    /** Everything of the public archive that a query finds. */
    public static IsicRequest of(String query) {
        return new IsicRequest(base(ARCHIVE), query.strip(), List.of(), 0, Set.copyOf(LICENCES), LABEL, Optional.empty(),
                Optional.empty());
    }

    /** The same, asked at another address. */
    public IsicRequest at(URI other) {
        return new IsicRequest(other, query, collections, limit, licences, label, className, unlabelledAs);
    }

    /** The same with at most so many images. */
    public IsicRequest upTo(int most) {
        return new IsicRequest(base, query, collections, most, licences, label, className, unlabelledAs);
    }

    /** The same with other licences. */
    public IsicRequest licensed(Set<String> accepted) {
        return new IsicRequest(base, query, collections, limit, accepted, label, className, unlabelledAs);
    }

    /** The same with another field as class, and a class for images that don't have it. */
    public IsicRequest labelled(String field, Optional<String> otherwise) {
        return new IsicRequest(base, query, collections, limit, licences, field, className, otherwise);
    }

    /** The address of an API. @throws SynthoscopeException if it is none */
    public static URI base(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text : text + "/");
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException wrong) {
            // Said below, with an example of a right one.
        }
        throw new SynthoscopeException("'" + text + "' is no address of an API; expected something like " + ARCHIVE);
    }

    /** Licences from text as people write it: {@code cc0,CC-BY}. @throws SynthoscopeException if one isn't known */
    public static Set<String> licences(List<String> typed) {
        Set<String> licences = new TreeSet<>();
        for (String text : typed) {
            licences.add(LICENCES.stream().filter(known -> bare(known).equals(bare(text))).findFirst()
                    .orElseThrow(() -> new SynthoscopeException("'" + text + "' is no licence of the archive, which has "
                            + String.join(", ", LICENCES) + Suggestions.forWord(text, LICENCES))));
        }
        return licences;
    }

    /** Whether a licence, as the archive writes it, is one of those taken. */
    boolean accepts(String licence) {
        return licences.stream().anyMatch(accepted -> bare(accepted).equals(bare(licence)));
    }

    private static String bare(String licence) {
        return licence.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    /** The class that a label names, blank if it names none. */
    static String classNamed(String label) {
        String name = label.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]+", "_").replaceAll("^_|_$", "");
        name = name.codePointCount(0, name.length()) > 60 ? name.substring(0, name.offsetByCodePoints(0, 60)) : name;
        // Names that mean devices on Windows.
        return name.matches("con|prn|aux|nul|com[0-9]|lpt[0-9]") ? name + "_" : name;
    }

    private static String folder(String typed) {
        String name = classNamed(typed);
        if (name.isEmpty()) {
            throw new SynthoscopeException("'" + typed + "' names no class: it needs a letter or digit");
        }
        return name;
    }

    /** The address of the first page. */
    URI first() {
        List<String> parameters = new ArrayList<>();
        if (!query.isEmpty()) {
            parameters.add("query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        }
        if (!collections.isEmpty()) {
            parameters.add("collections=" + URLEncoder.encode(String.join(",", collections), StandardCharsets.UTF_8));
        }
        parameters.add("limit=" + PAGE);
        return base.resolve("images/search/?" + String.join("&", parameters));
    }

    /** The address of one image's entry. */
    URI item(String isicId) {
        return base.resolve("images/" + isicId + "/");
    }
}
