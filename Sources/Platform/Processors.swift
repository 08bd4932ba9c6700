import CPlatform

/// The processors that this process may use.
package struct Processors: Sendable, Hashable {
    /// Why a process can't use all processors of the machine.
    package enum Limit: String, Sendable, Hashable {
        /// The process is bound to some processors, as by `taskset`.
        case affinity
        /// Its control group has limited processor time, as in a container.
        case quota
    }

    /// The number of processors that this process may use, at least 1. A quota is rounded up.
    package let count: Int
    /// The number of processors of the machine that are online.
    package let online: Int
    /// Why this process can't use all of them; nil if it can.
    package let limit: Limit?

    /// The processors that this process could use when this property was first read.
    package static let current = Processors(
        online: sysconf(CInt(_SC_NPROCESSORS_ONLN)), bound: boundCount, quota: ControlGroups().processorQuota)

    /// - Parameters:
    ///   - online: The number of processors of the machine that are online.
    ///   - bound: The number of processors that the process is bound to; nil if it isn't known.
    ///   - quota: Processor time in seconds per second; nil without a limit.
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
