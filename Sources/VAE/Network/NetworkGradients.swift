import Kernels
import Layers

/// Where a lane's backward pass leaves what concerns the parameters. A `BatchRecord` makes it.
package struct NetworkGradients: Sendable {
    let stacks: StackSetGradients
    /// Where the gradients of the prior's components are added, where the network learns them.
    let components: Buffer?

    init(stacks: StackSetGradients, components: Buffer?) {
        self.stacks = stacks
        self.components = components
    }

    /// The lane's places in the batch.
    var places: Range<Int> { stacks.rows.places }
}
