package org.synthoscope.collection.isic;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Which addresses that a server names are followed. A page only leads to pages of the API's own origin (scheme, host and
 * port). A file may lie elsewhere, since the archive keeps files with a storage provider, but then only at an https
 * address on the usual port whose host is no local or private one: otherwise an answer could make this machine ask
 * servers that only it can reach.
 */
final class Urls {

    private static final int LONGEST = 8_000;

    private Urls() {
    }

    /** An address of a page. @throws Refusal if it isn't of the API's origin */
    static URI page(URI base, String text) throws Refusal {
        URI uri = parse(base, text);
        if (!sameOrigin(base, uri)) {
            throw new Refusal("the address " + shown(text) + " leads away from " + origin(base));
        }
        return uri;
    }

    /** An address of a file. @throws Refusal if it isn't to be asked */
    static URI file(URI base, String text) throws Refusal {
        URI uri = parse(base, text);
        if (sameOrigin(base, uri)) {
            return uri;
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new Refusal("the file's address " + shown(text) + " is neither https nor at " + origin(base));
        }
        if (port(uri) != 443) {
            throw new Refusal("the file's address " + shown(text) + " names an unusual port");
        }
        if (isPrivate(uri.getHost())) {
            throw new Refusal("the file's address " + shown(text) + " leads into a local or private network");
        }
        return uri;
    }

    /** Where a redirection leads, before it is judged. */
    static String resolved(URI from, String location) throws Refusal {
        try {
            return from.resolve(new URI(location)).toString();
        } catch (URISyntaxException | IllegalArgumentException wrong) {
            throw new Refusal("a redirection to " + shown(location) + ", which is no address");
        }
    }

    private static URI parse(URI base, String text) throws Refusal {
        if (text.length() > LONGEST) {
            throw new Refusal("an address of " + text.length() + " characters");
        }
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute() && uri.getHost() != null && uri.getRawUserInfo() == null && web(uri)) {
                return uri;
            }
        } catch (URISyntaxException wrong) {
            // Said below.
        }
        throw new Refusal(shown(text) + " is no address on the web");
    }

    private static boolean web(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme()) && a.getHost().equalsIgnoreCase(b.getHost())
                && port(a) == port(b);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** Whether a host is, or has an address, in a network that the public can't reach. */
    private static boolean isPrivate(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                byte[] bytes = address.getAddress();
                boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
                boolean carrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
                boolean thisNetwork = bytes.length == 4 && bytes[0] == 0;
                if (address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress()
                        || address.isSiteLocalAddress() || address.isMulticastAddress() || uniqueLocal || carrier
                        || thisNetwork) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException unknownHere) {
            // Behind a proxy, only the proxy may know names; without one the connection fails by itself.
            return false;
        }
    }

    /** Text of a server, short and printable. */
    static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return "'" + (plain.length() > 120 ? plain.substring(0, 117) + "..." : plain) + "'";
    }
}
