package org.synthoscope.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;

/**
 * Updates of whole lists of tensors in one native call: the optimiser's step, the weight average, the refresh of
 * low-precision copies. The engine's list operations aren't bound to Java, but its script compiler reaches them.
 *
 * <p>Gradients may be bf16 while weights and moments are fp32, and may lie differently in memory: the fused Adam walks
 * all its operands in memory order, so gradients are first brought into the weights' layout. Call inside
 * {@link Autograd#noGrad()}.
 */
public final class Fused {

    /** Numbers in a part of a large weight: with its moments some 5 MB. */
    private static final int PART = 1 << 18;

    private static final String SCRIPT = """
            def adam(params: List[Tensor], grads: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor],
                     lr: float, beta1: float, beta2: float, weight_decay: float, eps: float):
                g: List[Tensor] = []
                for i in range(len(grads)):
                    if grads[i].dtype == params[i].dtype and grads[i].stride() == params[i].stride():
                        g.append(grads[i])
                    else:
                        g.append(torch.empty_like(params[i]).copy_(grads[i]))
                torch._foreach_add_(steps, 1)
                torch._fused_adam_(params, g, m, v, [], steps, lr=lr, beta1=beta1, beta2=beta2,
                                   weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)

            def adam_in_parts(one: List[Tensor], p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor],
                              steps: List[Tensor], lr: float, beta1: float, beta2: float, weight_decay: float, eps: float,
                              size: float):
                param, grad, m1, m2, step, copy = one[0], one[1], one[2], one[3], one[4], one[5]
                n = param.numel()
                if grad.stride() != param.stride():
                    grad = torch.empty_like(param).copy_(grad)
                flat: List[Tensor] = []
                for t in [param, grad, m1, m2, copy]:
                    flat.append(torch.as_strided(t, [n], [1]))
                step.add_(1)
                steps.append(step)
                room = torch.empty([min(n, int(size))])
                at = 0
                while at < n:
                    k = min(int(size), n - at)
                    p.append(flat[0].narrow(0, at, k))
                    g.append(room.narrow(0, 0, k).copy_(flat[1].narrow(0, at, k)))
                    m.append(flat[2].narrow(0, at, k))
                    v.append(flat[3].narrow(0, at, k))
                    torch._fused_adam_(p, g, m, v, [], steps, lr=lr, beta1=beta1, beta2=beta2,
                                       weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)
                    if copy.dtype != param.dtype:
                        flat[4].narrow(0, at, k).copy_(p[0])
                    p.clear()
                    g.clear()
                    m.clear()
                    v.clear()
                    at = at + k

            def lerp(into: List[Tensor], towards: List[Tensor], weight: float):
                torch._foreach_lerp_(into, towards, weight)

            def copy(into: List[Tensor], source: List[Tensor]):
                torch._foreach_copy_(into, source)

            def add(into: List[Tensor], source: List[Tensor]):
                torch._foreach_add_(into, source)
            """;

    private static final class Holder {
        static final CompilationUnit UNIT = compile();

        private static CompilationUnit compile() {
            Engine.start();
            return torch.compile(SCRIPT).retainReference();
        }
    }

    private Fused() {
    }

    /**
     * One step of Adam (Kingma and Ba, 2015, algorithm 1), bias-corrected, and the renewal of low-precision copies.
     *
     * <p>A large weight with a low-precision gradient or copy is walked through in parts that stay in the processor's cache
     * between conversion, step and copy; memory, not arithmetic, is what such a step costs. The numbers are the same.
     *
     * @param m      first moments, changed in place
     * @param v      second moments, changed in place
     * @param steps  one FLOAT32 scalar a parameter: steps done, increased in place
     * @param copies the low-precision copy of each parameter, renewed; the parameter itself where it has none
     */
    public static void adam(List<Tensor> params, List<Tensor> grads, List<Tensor> m, List<Tensor> v,
                            List<Tensor> steps, List<Tensor> copies, double lr, double beta1, double beta2,
                            double weightDecay, double epsilon) {
        List<List<Tensor>> atOnce = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            atOnce.add(new ArrayList<>());
        }
        for (int i = 0; i < params.size(); i++) {
            List<Tensor> one = List.of(params.get(i), grads.get(i), m.get(i), v.get(i), steps.get(i), copies.get(i));
            if (inParts(one)) {
                // The parts go through lists of the caller's: the script compiler drops operations on lists of its own.
                call("adam_in_parts", List.of(one, List.of(), List.of(), List.of(), List.of(), List.of()), lr, beta1, beta2,
                        weightDecay, epsilon, PART);
            } else {
                for (int k = 0; k < one.size(); k++) {
                    atOnce.get(k).add(one.get(k));
                }
            }
        }
        if (!atOnce.get(0).isEmpty()) {
            call("adam", atOnce.subList(0, 5), lr, beta1, beta2, weightDecay, epsilon);
            List<Tensor> stale = new ArrayList<>();
            List<Tensor> fresh = new ArrayList<>();
            for (int i = 0; i < atOnce.get(0).size(); i++) {
                if (atOnce.get(5).get(i) != atOnce.get(0).get(i)) {
                    stale.add(atOnce.get(5).get(i));
                    fresh.add(atOnce.get(0).get(i));
                }
            }
            if (!stale.isEmpty()) {
                copy(stale, fresh);
            }
        }
    }

    /** Whether a weight, given with all that moves with it, is worth walking in parts, and lies so that it can be. */
    private static boolean inParts(List<Tensor> one) {
        Tensor weight = one.get(0);
        boolean converts = one.get(1).dtype() != weight.dtype() || one.get(5).dtype() != weight.dtype();
        return converts && weight.numel() > PART && weight.device().kind() == Device.Kind.CPU && Stream.of(one.get(2), one.get(3), one.get(5))
                .allMatch(t -> Arrays.equals(t.ptr.strides().vec().get(), weight.ptr.strides().vec().get()));
    }

    /** into ← into + weight · (towards − into). */
    public static void lerp(List<Tensor> into, List<Tensor> towards, double weight) {
        call("lerp", List.of(into, towards), weight);
    }

    /** into ← source, converting types. */
    public static void copy(List<Tensor> into, List<Tensor> source) {
        call("copy", List.of(into, source));
    }

    /** into ← into + source. */
    public static void add(List<Tensor> into, List<Tensor> source) {
        call("add", List.of(into, source));
    }

    private static void call(String name, List<List<Tensor>> lists, double... numbers) {
        CompilationUnit unit = Holder.UNIT;
        try (Scope s = Scope.open()) {
            Function f = unit.find_function(new QualifiedName(name));
            IValueVector arguments = new IValueVector();
            for (List<Tensor> list : lists) {
                GenericList values = new GenericList(new Type.TypePtr(TensorType.get()));
                for (Tensor t : list) {
                    values.push_back(new IValue(t.ptr));
                }
                arguments.push_back(new IValue(values));
            }
            for (double number : numbers) {
                arguments.push_back(new IValue(number));
            }
            f.apply(arguments);
        } catch (RuntimeException e) {
            throw new TensorException(name + " over " + lists.get(0).size() + " tensors failed: "
                    + TensorException.firstLine(e), e);
        }
    }
}
