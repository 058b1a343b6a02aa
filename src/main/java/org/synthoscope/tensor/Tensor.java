package org.synthoscope.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An n-dimensional array in native memory. Images are N x C x H x W throughout.
 *
 * <p>Methods without a trailing underscore leave this tensor alone; those with one change it in place and return it.
 * A tensor lives until the {@link Scope} it was made in closes; {@link #keep()} lets it outlive the scope, until
 * {@link #close()}. Shapes broadcast as in NumPy.
 */
public final class Tensor implements AutoCloseable {

    final org.bytedeco.pytorch.Tensor ptr;

    Tensor(org.bytedeco.pytorch.Tensor ptr) {
        this.ptr = ptr;
    }

    // ---- making

    /** Zeros of a type. */
    public static Tensor zeros(DType type, long... shape) {
        Engine.start();
        return new Tensor(torch.zeros(shape, options(type)));
    }

    /** FLOAT32 zeros. */
    public static Tensor zeros(long... shape) {
        return zeros(DType.FLOAT32, shape);
    }

    /** FLOAT32 ones. */
    public static Tensor ones(long... shape) {
        return full(1, shape);
    }

    /** A FLOAT32 tensor of one value everywhere. */
    public static Tensor full(double value, long... shape) {
        Tensor t = empty(DType.FLOAT32, shape);
        t.fill_(value);
        return t;
    }

    /** The identity matrix, n x n. */
    public static Tensor eye(DType type, long n) {
        Engine.start();
        return new Tensor(torch.eye(n, options(type)));
    }

    static Tensor empty(DType type, long... shape) {
        Engine.start();
        return new Tensor(torch.empty(shape, options(type), null));
    }

    private static TensorOptions options(DType type) {
        return new TensorOptions(type.nativeType);
    }

    /** A FLOAT32 tensor with a copy of {@code values}, row-major. */
    public static Tensor of(float[] values, long... shape) {
        Tensor t = emptyFor(DType.FLOAT32, values.length, shape);
        t.buffer().asFloatBuffer().put(values);
        return t;
    }

    /** A FLOAT64 tensor with a copy of {@code values}, row-major. */
    public static Tensor of(double[] values, long... shape) {
        Tensor t = emptyFor(DType.FLOAT64, values.length, shape);
        t.buffer().asDoubleBuffer().put(values);
        return t;
    }

    /** An INT64 tensor with a copy of {@code values}, row-major. */
    public static Tensor of(long[] values, long... shape) {
        Tensor t = emptyFor(DType.INT64, values.length, shape);
        t.buffer().asLongBuffer().put(values);
        return t;
    }

    /** A UINT8 tensor with a copy of {@code values}, row-major: how packed images come in (N x H x W x C). */
    public static Tensor ofBytes(byte[] values, long... shape) {
        Tensor t = emptyFor(DType.UINT8, values.length, shape);
        t.buffer().put(values);
        return t;
    }

    /** A tensor of any type from the raw bytes of its elements, row-major, in native byte order. */
    public static Tensor ofRaw(DType type, ByteBuffer raw, long... shape) {
        if (raw.remaining() % type.bytes() != 0) {
            throw new TensorException(raw.remaining() + " bytes are no whole number of " + type + " elements");
        }
        Tensor t = emptyFor(type, raw.remaining() / type.bytes(), shape);
        t.buffer().put(raw.duplicate());
        return t;
    }

    private static Tensor emptyFor(DType type, long length, long... shape) {
        long n = 1;
        for (long s : shape) {
            n *= s;
        }
        if (n != length || Arrays.stream(shape).anyMatch(size -> size < 0)) {
            throw new TensorException(length + " values don't fill shape " + Arrays.toString(shape));
        }
        return empty(type, shape);
    }

    /** The elements' memory; an empty tensor has none, not even a place. */
    private ByteBuffer buffer() {
        return (numel() == 0 ? ByteBuffer.allocate(0) : new BytePointer(ptr.data_ptr())
                .capacity(numel() * dtype().bytes()).asByteBuffer()).order(ByteOrder.nativeOrder());
    }

    // ---- life

    /** Lets this tensor outlive the scope it was made in, until {@link #close()}. */
    public Tensor keep() {
        ptr.retainReference();
        return this;
    }

    /** Gives back what {@link #keep()} held. */
    @Override
    public void close() {
        ptr.releaseReference();
    }

    // ---- looking

    /** Sizes of all dimensions. */
    public long[] shape() {
        long[] s = new long[dim()];
        for (int i = 0; i < s.length; i++) {
            s[i] = ptr.size(i);
        }
        return s;
    }

    /** Number of dimensions. */
    public int dim() {
        return (int) ptr.dim();
    }

    /** Size of one dimension; negative numbers count from the end. */
    public long size(int dimension) {
        return ptr.size(dimension);
    }

    /** Number of elements. */
    public long numel() {
        return ptr.numel();
    }

    public DType dtype() {
        return DType.of(ptr.scalar_type());
    }

    /** The only element, as a double. */
    public double item() {
        if (numel() != 1) {
            throw new TensorException("item() of a tensor of shape " + Arrays.toString(shape()));
        }
        return ptr.item().toDouble();
    }

    /** All elements, row-major, converted to float. */
    public float[] toFloats() {
        float[] out = new float[Math.toIntExact(numel())];
        try (Scope s = Scope.open()) {
            host(DType.FLOAT32).buffer().asFloatBuffer().get(out);
        }
        return out;
    }

    /** All elements, row-major, converted to double. */
    public double[] toDoubles() {
        double[] out = new double[Math.toIntExact(numel())];
        try (Scope s = Scope.open()) {
            host(DType.FLOAT64).buffer().asDoubleBuffer().get(out);
        }
        return out;
    }

    /** All elements, row-major, converted to long. */
    public long[] toLongs() {
        long[] out = new long[Math.toIntExact(numel())];
        try (Scope s = Scope.open()) {
            host(DType.INT64).buffer().asLongBuffer().get(out);
        }
        return out;
    }

    /** All elements of a UINT8 tensor, row-major. */
    public byte[] toBytes() {
        if (dtype() != DType.UINT8) {
            throw new TensorException("toBytes() of a " + dtype() + " tensor; convert to UINT8 or use toRaw()");
        }
        return toRaw();
    }

    /** The raw bytes of all elements, row-major, in native byte order. */
    public byte[] toRaw() {
        byte[] out = new byte[Math.toIntExact(numel() * dtype().bytes())];
        try (Scope s = Scope.open()) {
            host(dtype()).buffer().get(out);
        }
        return out;
    }

    private Tensor host(DType type) {
        return detach().to(Device.CPU).to(type).contiguous();
    }

    // ---- type, place and layout

    /** This tensor in another type (itself, if it has it). */
    public Tensor to(DType type) {
        return new Tensor(ptr.to(type.nativeType));
    }

    /** Where this tensor is. */
    public Device device() {
        return ptr.is_cuda() ? new Device(Device.Kind.CUDA, ptr.device().index()) : Device.CPU;
    }

    /** This tensor on another device (itself, if it is there). */
    public Tensor to(Device device) {
        boolean here = device.kind() == Device.Kind.CPU ? !ptr.is_cuda() : ptr.is_cuda();
        return here ? this : new Tensor(ptr.to(device.nativeDevice(), dtype().nativeType));
    }

    /** Row-major in memory. */
    public Tensor contiguous() {
        return new Tensor(ptr.contiguous());
    }

    /** N x C x H x W with channels innermost in memory, the layout in which convolutions are fastest on the CPU. */
    public Tensor channelsLast() {
        return new Tensor(ptr.contiguous(torch.MemoryFormat.ChannelsLast));
    }

    /** The same values without their history. */
    public Tensor detach() {
        return new Tensor(ptr.detach());
    }

    /** A copy in memory of its own, without history. */
    public Tensor copy() {
        return new Tensor(ptr.detach().clone());
    }

    /** Makes this a leaf that gradients are taken by (or no longer). */
    public Tensor requiresGrad_(boolean on) {
        ptr.set_requires_grad(on);
        return this;
    }

    public boolean requiresGrad() {
        return ptr.requires_grad();
    }

    // ---- shape

    public Tensor reshape(long... shape) {
        return new Tensor(ptr.reshape(shape));
    }

    public Tensor permute(long... order) {
        return new Tensor(ptr.permute(order));
    }

    public Tensor transpose(int a, int b) {
        return new Tensor(ptr.transpose(a, b));
    }

    public Tensor unsqueeze(int at) {
        return new Tensor(ptr.unsqueeze(at));
    }

    public Tensor squeeze(int at) {
        return new Tensor(ptr.squeeze(at));
    }

    public Tensor expand(long... shape) {
        return new Tensor(ptr.expand(shape));
    }

    /** Elements {@code start} to {@code start + length} of a dimension, a view. */
    public Tensor narrow(int dimension, long start, long length) {
        return new Tensor(ptr.narrow(dimension, start, length));
    }

    /** Every {@code step}-th element of a dimension from {@code start} to before {@code end}, a view. */
    public Tensor slice(int dimension, long start, long end, long step) {
        try (LongOptional s = new LongOptional(start); LongOptional e = new LongOptional(end)) {
            return new Tensor(ptr.slice(dimension, s, e, step));
        }
    }

    /** The slices of a dimension that an INT64 tensor of positions names, in its order. */
    public Tensor select(int dimension, Tensor positions) {
        return new Tensor(ptr.index_select(dimension, positions.ptr));
    }

    public Tensor flip(long... dimensions) {
        return new Tensor(ptr.flip(dimensions));
    }

    /** Joins along an existing dimension. */
    public static Tensor cat(List<Tensor> parts, int dimension) {
        try (TensorVector v = vector(parts)) {
            return new Tensor(torch.cat(v, dimension));
        }
    }

    /** Joins along a new dimension. */
    public static Tensor stack(List<Tensor> parts, int dimension) {
        try (TensorVector v = vector(parts)) {
            return new Tensor(torch.stack(v, dimension));
        }
    }

    // ---- arithmetic

    public Tensor add(Tensor other) {
        return new Tensor(ptr.add(other.ptr));
    }

    public Tensor add(double value) {
        return new Tensor(ptr.add(new Scalar(value)));
    }

    public Tensor sub(Tensor other) {
        return new Tensor(ptr.sub(other.ptr));
    }

    public Tensor mul(Tensor other) {
        return new Tensor(ptr.mul(other.ptr));
    }

    public Tensor mul(double value) {
        return new Tensor(ptr.mul(new Scalar(value)));
    }

    public Tensor div(Tensor other) {
        return new Tensor(ptr.div(other.ptr));
    }

    public Tensor neg() {
        return new Tensor(ptr.neg());
    }

    public Tensor pow(double exponent) {
        return new Tensor(ptr.pow(new Scalar(exponent)));
    }

    public Tensor square() {
        return new Tensor(ptr.square());
    }

    public Tensor sqrt() {
        return new Tensor(ptr.sqrt());
    }

    public Tensor abs() {
        return new Tensor(ptr.abs());
    }

    public Tensor exp() {
        return new Tensor(ptr.exp());
    }

    public Tensor log() {
        return new Tensor(ptr.log());
    }

    public Tensor clamp(double low, double high) {
        return new Tensor(ptr.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
    }

    /** Rounds half to even. */
    public Tensor round() {
        return new Tensor(ptr.round());
    }

    /** Matrix product. */
    public Tensor matmul(Tensor other) {
        return new Tensor(ptr.matmul(other.ptr));
    }

    // ---- in place

    public Tensor fill_(double value) {
        ptr.fill_(new Scalar(value));
        return this;
    }

    public Tensor copy_(Tensor source) {
        ptr.copy_(source.ptr);
        return this;
    }

    public Tensor mul_(double value) {
        ptr.mul_(new Scalar(value));
        return this;
    }

    public Tensor add_(Tensor other) {
        ptr.add_(other.ptr);
        return this;
    }

    // ---- reductions

    public Tensor sum() {
        return new Tensor(ptr.sum());
    }

    public Tensor sum(boolean keepDimensions, long... dimensions) {
        return new Tensor(ptr.sum(dimensions, keepDimensions, new ScalarTypeOptional()));
    }

    public Tensor mean() {
        return new Tensor(ptr.mean());
    }

    public Tensor mean(boolean keepDimensions, long... dimensions) {
        return new Tensor(ptr.mean(dimensions, keepDimensions, new ScalarTypeOptional()));
    }

    /** Variance of a dimension, divided by n − 1 if {@code unbiased}, else by n. */
    public Tensor variance(boolean unbiased, boolean keepDimensions, long... dimensions) {
        return new Tensor(ptr.var(dimensions, unbiased, keepDimensions));
    }

    /** Smallest value of a dimension. */
    public Tensor min(int dimension) {
        try (T_TensorTensor_T pair = ptr.min(dimension, false)) {
            return new Tensor(new org.bytedeco.pytorch.Tensor(pair.get0()));
        }
    }

    /** Largest value of a dimension. */
    public Tensor max(int dimension) {
        try (T_TensorTensor_T pair = ptr.max(dimension, false)) {
            return new Tensor(new org.bytedeco.pytorch.Tensor(pair.get0()));
        }
    }

    /** The k smallest values of the last dimension, ascending. */
    public Tensor smallest(int k) {
        return topk(k, false, false);
    }

    /** Positions (INT64) of the k smallest values of the last dimension, ascending. */
    public Tensor smallestAt(int k) {
        return topk(k, false, true);
    }

    private Tensor topk(int k, boolean largest, boolean positions) {
        try (T_TensorTensor_T pair = ptr.topk(k, -1, largest, true)) {
            return new Tensor(new org.bytedeco.pytorch.Tensor(positions ? pair.get1() : pair.get0()));
        }
    }

    /** Whether every element is a number: neither infinite nor NaN. */
    public boolean isFinite() {
        try (Scope s = Scope.open()) {
            return ptr.isfinite().all().item().toBool();
        }
    }

    /** 1 where this is smaller than {@code other}, else 0, BOOL. */
    public Tensor lessThan(Tensor other) {
        return new Tensor(ptr.lt(other.ptr));
    }

    /** 1 where this is at most {@code other}, else 0, BOOL. */
    public Tensor atMost(Tensor other) {
        return new Tensor(ptr.le(other.ptr));
    }

    @Override
    public String toString() {
        return dtype() + Arrays.toString(shape());
    }

    // ---- bridges within the package

    static TensorVector vector(List<Tensor> tensors) {
        org.bytedeco.pytorch.Tensor[] handles = new org.bytedeco.pytorch.Tensor[tensors.size()];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = tensors.get(i).ptr;
        }
        return new TensorVector(handles);
    }

    /** Handles of our own: the vector's references die with it. */
    static List<Tensor> list(TensorVector v) {
        List<Tensor> out = new ArrayList<>((int) v.size());
        for (long i = 0; i < v.size(); i++) {
            out.add(new Tensor(new org.bytedeco.pytorch.Tensor(v.get(i))));
        }
        return out;
    }
}
