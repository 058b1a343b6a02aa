package org.synthoscope.evidence.features;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;

/**
 * Reads the part of Python's pickle format that weight files need, and nothing else. A pickle is a program that may
 * call any Python function; here a name means nothing unless the {@link Names} know it, and no opcode that makes
 * objects of other classes exists.
 *
 * <p>Python values become String, Long, BigInteger, Double, Boolean, {@link #NONE}, unmodifiable List (tuple),
 * ArrayList (list) and LinkedHashMap (dict).
 */
final class RestrictedPickle {

    /** Python's None. */
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    /** A name that a pickle refers to, e.g. {@code collections.OrderedDict}; harmless until it is called. */
    record Name(String path) {
    }

    /** What names mean. */
    interface Names {
        /** Whether a pickle may mention this name. */
        boolean allows(String path);

        /** The result of calling an allowed name; throws IllegalArgumentException if the arguments don't fit. */
        Object call(String path, List<?> arguments);

        /** The object behind a persistent id. */
        Object persistent(List<?> id);
    }

    private static final Object MARK = new Object();

    private final String source;
    private final ByteBuffer in;
    private final Names names;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private RestrictedPickle(String source, ByteBuffer in, Names names) {
        this.source = source;
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
        this.names = names;
    }

    /**
     * Reads one pickle from the buffer's position, and leaves the position behind it.
     *
     * @throws SynthoscopeException if it is cut off, damaged, or asks for anything that isn't allowed
     */
    static Object read(String source, ByteBuffer in, Names names) {
        RestrictedPickle p = new RestrictedPickle(source, in, names);
        try {
            return p.run();
        } catch (BufferUnderflowException e) {
            throw new SynthoscopeException(source + " is cut off; fetch it again", e);
        } catch (ClassCastException | java.util.NoSuchElementException | IllegalArgumentException
                 | NullPointerException e) {
            throw new SynthoscopeException(source + " is damaged or no weight file (byte " + in.position() + ": "
                    + e.getMessage() + ")", e);
        }
    }

    private Object run() {
        while (true) {
            int op = in.get() & 0xff;
            if (op == '.') {
                return stack.pop();
            }
            step(op);
        }
    }

    private void step(int op) {
        switch (op) {
            case 0x80 -> protocol(in.get());
            case 0x95 -> in.getLong();
            case '(' -> stack.push(MARK);
            case '}' -> stack.push(new LinkedHashMap<>());
            case ']' -> stack.push(new ArrayList<>());
            case ')' -> stack.push(List.of());
            case 'N' -> stack.push(NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'J' -> stack.push((long) in.getInt());
            case 'K' -> stack.push((long) (in.get() & 0xff));
            case 'M' -> stack.push((long) (in.getShort() & 0xffff));
            case 0x8a -> stack.push(integer(bytes(in.get() & 0xff)));
            case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'X', 'T' -> stack.push(text(in.getInt()));
            case 'U', 0x8c -> stack.push(text(in.get() & 0xff));
            case 'q' -> memo.put(in.get() & 0xff, stack.element());
            case 'r' -> memo.put(in.getInt(), stack.element());
            case 0x94 -> memo.put(memo.size(), stack.element());
            case 'h' -> stack.push(remembered(in.get() & 0xff));
            case 'j' -> stack.push(remembered(in.getInt()));
            case 't' -> stack.push(Collections.unmodifiableList(sinceMark()));
            case 0x85 -> stack.push(tuple(1));
            case 0x86 -> stack.push(tuple(2));
            case 0x87 -> stack.push(tuple(3));
            case 'a' -> {
                Object item = stack.pop();
                list().add(item);
            }
            case 'e' -> {
                List<Object> items = sinceMark();
                list().addAll(items);
            }
            case 's' -> {
                List<Object> pair = tuple(2);
                dict().put(pair.get(0), pair.get(1));
            }
            case 'u' -> {
                List<Object> items = sinceMark();
                for (int i = 0; i < items.size(); i += 2) {
                    dict().put(items.get(i), items.get(i + 1));
                }
            }
            case 'c' -> stack.push(name(line(), line()));
            case 0x93 -> {
                List<Object> pair = tuple(2);
                stack.push(name((String) pair.get(0), (String) pair.get(1)));
            }
            case 'R' -> {
                List<?> arguments = (List<?>) stack.pop();
                stack.push(names.call(((Name) stack.pop()).path(), arguments));
            }
            case 'b' -> {
                // The attributes of a state dict are its version numbers; nothing here reads them.
                stack.pop();
                dict();
            }
            case 'Q' -> stack.push(names.persistent((List<?>) stack.pop()));
            default -> throw new SynthoscopeException(source + " uses the pickle operation "
                    + String.format("0x%02x", op) + ", which no weight file needs; it is damaged or unsafe, "
                    + "and was not read further");
        }
    }

    private static void protocol(int version) {
        if (version < 2 || version > 5) {
            throw new IllegalArgumentException("pickle protocol " + version);
        }
    }

    private Name name(String module, String attribute) {
        String path = module + "." + attribute;
        if (!names.allows(path)) {
            throw new SynthoscopeException(source + " asks to run '" + path
                    + "', which no weight file needs; it was not run. Don't use this file");
        }
        return new Name(path);
    }

    private Object remembered(int slot) {
        Object o = memo.get(slot);
        if (o == null) {
            throw new IllegalArgumentException("nothing in memo slot " + slot);
        }
        return o;
    }

    @SuppressWarnings("unchecked")
    private Map<Object, Object> dict() {
        return (LinkedHashMap<Object, Object>) stack.element();
    }

    @SuppressWarnings("unchecked")
    private List<Object> list() {
        return (ArrayList<Object>) stack.element();
    }

    private List<Object> sinceMark() {
        List<Object> items = new ArrayList<>();
        for (Object o = stack.pop(); o != MARK; o = stack.pop()) {
            items.add(o);
        }
        Collections.reverse(items);
        return items;
    }

    private List<Object> tuple(int n) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            items.add(stack.pop());
        }
        Collections.reverse(items);
        return Collections.unmodifiableList(items);
    }

    private byte[] bytes(int n) {
        if (n < 0 || n > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] b = new byte[n];
        in.get(b);
        return b;
    }

    private String text(int n) {
        return new String(bytes(n), StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder s = new StringBuilder();
        for (byte b = in.get(); b != '\n'; b = in.get()) {
            s.append((char) b);
        }
        return s.toString();
    }

    /** Little-endian two's complement. */
    private static Object integer(byte[] little) {
        byte[] big = new byte[little.length + 1];
        for (int i = 0; i < little.length; i++) {
            big[big.length - 1 - i] = little[i];
        }
        big[0] = (byte) (little.length > 0 && little[little.length - 1] < 0 ? -1 : 0);
        BigInteger value = new BigInteger(big);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }
}
