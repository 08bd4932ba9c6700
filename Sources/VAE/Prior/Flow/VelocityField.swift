import Kernels

/// The velocity v(x, t) with which a flow carries points from noise at time 0 to latents at time 1.
///
/// All buffers are `[rows, dimension]`, one point per row, and do not overlap. Fields are defined on the closed interval
/// 0...1 and own their workspace, so only one thread uses a field at a time.
package protocol VelocityField: Sendable {
    var dimension: Int { get }

    /// Sets `velocity` to v(points, time).
    func velocity(at points: Buffer, time: Double, into velocity: Buffer)

    /// Computes the velocity, and each row's vector–Jacobian product probeᵀ · ∂v/∂x.
    func velocityAndProduct(at points: Buffer, time: Double, probe: Buffer, into velocity: Buffer, product: Buffer)
}
