import CPlatform

/// The processors that this process may use.
public struct Processors: Sendable, Hashable {
    /// What keeps a process from the machine's other processors.
    public enum Limit: String, Sendable, Hashable {
        /// The processors that it is bound to, as by `taskset`.
        case affinity
        /// The time that its control group has, as in a container.
        case quota
    }

    /// At least 1; a quota is rounded up.
    public let count: Int
    /// Those of the machine that are on line.
    public let online: Int
    /// Nil where all can be used.
    public let limit: Limit?

    /// As things were when they were first asked for.
    public static let current = Processors(
        online: sysconf(CInt(_SC_NPROCESSORS_ONLN)), bound: boundCount, quota: ControlGroups().processorQuota)

    /// - bound: the processors that the process is bound to; nil where that can't be told.
    /// - quota: processors' time for each second; nil where there is no limit.
    init(online: Int, bound: Int?, quota: Double?) {
        self.online = max(1, online)
        let allowed = min(self.online, max(1, bound ?? self.online))
        let whole = quota.map { $0 < Double(allowed) ? max(1, Int($0.rounded(.up))) : allowed } ?? allowed
        count = whole
        limit = whole < allowed ? .quota : allowed < self.online ? .affinity : nil
    }

    private static var boundCount: Int? {
        let count = grisaille_bound_processors()
        return count > 0 ? count : nil
    }
}
