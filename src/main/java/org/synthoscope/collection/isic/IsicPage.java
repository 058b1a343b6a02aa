package org.synthoscope.collection.isic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of an answer.
 *
 * @param items what could be read
 * @param odd   how the others call themselves, short and printable
 * @param count how many images the archive says there are over all pages; it only does on the first
 * @param next  the next page's address, unchecked
 */
record IsicPage(List<IsicItem> items, List<String> odd, OptionalLong count, Optional<String> next) {

    private static final int MOST_ITEMS = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).maxNumberLength(50)
                    .maxStringLength(1 << 20).maxNameLength(1_000).build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    IsicPage {
        items = List.copyOf(items);
        odd = List.copyOf(odd);
    }

    /** @throws Refusal if it is no page */
    static IsicPage parse(byte[] json) throws Refusal {
        JsonNode node = tree(json);
        JsonNode results = node.path("results");
        JsonNode next = node.path("next");
        if (!results.isArray() || !(next.isTextual() || next.isNull() || next.isMissingNode())) {
            throw new Refusal("the answer is no page of results");
        }
        if (results.size() > MOST_ITEMS) {
            throw new Refusal("the answer is a page of " + results.size() + " entries, though at most " + IsicRequest.PAGE
                    + " were asked for");
        }
        List<IsicItem> items = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        for (JsonNode result : results) {
            try {
                items.add(IsicItem.parse(result));
            } catch (Refusal noItem) {
                odd.add(Urls.shown(result.path("isic_id").asText("")));
            }
        }
        JsonNode count = node.path("count");
        return new IsicPage(items, odd, count.canConvertToLong() && count.longValue() >= 0
                ? OptionalLong.of(count.longValue()) : OptionalLong.empty(),
                next.isTextual() && !next.textValue().isEmpty() ? Optional.of(next.textValue()) : Optional.empty());
    }

    /** A JSON document. @throws Refusal if it is none */
    static JsonNode tree(byte[] json) throws Refusal {
        try {
            JsonNode node = JSON.readTree(json);
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException malformed) {
            throw new Refusal("the answer isn't readable JSON (" + Urls.shown(String.valueOf(malformed.getOriginalMessage()))
                    + ")");
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can always be read", impossible);
        }
    }
}
