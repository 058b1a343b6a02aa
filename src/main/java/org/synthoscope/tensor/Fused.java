package org.synthoscope.tensor;

import java.util.List;
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
     * One step of Adam (Kingma and Ba, 2015, algorithm 1), bias-corrected.
     *
     * @param m     first moments, changed in place
     * @param v     second moments, changed in place
     * @param steps one FLOAT32 scalar a parameter: steps done, increased in place
     */
    public static void adam(List<Tensor> params, List<Tensor> grads, List<Tensor> m, List<Tensor> v,
                            List<Tensor> steps, double lr, double beta1, double beta2, double weightDecay,
                            double epsilon) {
        call("adam", List.of(params, grads, m, v, steps), lr, beta1, beta2, weightDecay, epsilon);
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
