/// How the rate of a draw from the posterior is computed, in nats.
package enum RateEstimate: Sendable, Hashable {
    /// KL(posterior ‖ prior) in closed form.
    case exact
    /// log q(latent) - log p(latent) of the draw itself, whose mean is the same. Importance weights are made of it.
    case sampled
}
