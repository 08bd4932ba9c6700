/// How the rate of a draw from the posterior is taken, in nats.
public enum RateEstimate: Sendable, Hashable {
    /// KL(posterior ‖ prior) in closed form.
    case exact
    /// log q(latent) - log p(latent) of the very draw, whose mean is the same: what importance weights are made of.
    case sampled
}
