import Foundation
import Testing

@testable import Platform

@Suite struct ProcessorsTests {
    @Test func limitsAreTheLeast() {
        func found(_ online: Int, _ bound: Int?, _ quota: Double?) -> [String] {
            let processors = Processors(online: online, bound: bound, quota: quota)
            return [String(processors.count), processors.limit?.rawValue ?? "none"]
        }
        #expect(found(8, nil, nil) == ["8", "none"])
        #expect(found(8, 8, 100) == ["8", "none"])
        #expect(found(8, 3, nil) == ["3", "affinity"])
        #expect(found(8, 3, 2.5) == ["3", "affinity"])
        #expect(found(8, 3, 1.2) == ["2", "quota"])
        #expect(found(8, 8, 0.05) == ["1", "quota"])
        #expect(found(0, 0, nil) == ["1", "none"])
    }

    /// A folder that imitates the control groups of a system.
    private static func groups(_ files: [String: String], membership: String) throws -> ControlGroups {
        let root = FileManager.default.temporaryDirectory.appending(path: "grisaille-\(UUID().uuidString)")
        for (name, text) in files {
            let file = root.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let own = root.appending(path: "membership")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try Data(membership.utf8).write(to: own)
        return ControlGroups(root: root.path, membership: own.path)
    }

    @Test func quotasOfBothVersionsAreRead() throws {
        let unified = try Self.groups(
            [
                "cpu.max": "max 100000\n", "a/cpu.max": "150000 100000\n", "a/b/cpu.max": "400000 100000\n",
                "a/b/memory.max": "1000000\n", "a/b/memory.current": "700000\n",
                "a/b/memory.stat": "anon 1\ninactive_file 200000\n",
            ], membership: "0::/a/b\n")
        #expect(unified.processorQuota == 1.5)
        #expect(unified.memoryLeft == 500000)
        let older = try Self.groups(
            [
                "cpu,cpuacct/x/cpu.cfs_quota_us": "50000\n", "cpu,cpuacct/x/cpu.cfs_period_us": "100000\n",
                "memory/memory.limit_in_bytes": "9223372036854771712\n", "memory/x/memory.limit_in_bytes": "4096\n",
                "memory/x/memory.usage_in_bytes": "8192\n",
            ], membership: "4:cpu,cpuacct:/x\n3:memory:/x\n0::/x\n")
        #expect(older.processorQuota == 0.5)
        #expect(older.memoryLeft == 0)
        let none = try Self.groups(["cpu.max": "max 100000", "cpu.cfs_quota_us": "-1"], membership: "0::/\n")
        #expect(none.processorQuota == nil && none.memoryLeft == nil)
        let missing = ControlGroups(root: "/nonexistent", membership: "/nonexistent")
        #expect(missing.processorQuota == nil && missing.memoryLeft == nil)
    }
}
