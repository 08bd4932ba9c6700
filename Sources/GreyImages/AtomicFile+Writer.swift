import Platform

extension AtomicFile {
    /// Takes the bytes of a file in the making. Small pieces are gathered before they are written.
    public struct Writer: ~Copyable {
        private let path: String
        private let destination: String
        private let temporaryPath: String
        private let descriptor: CInt
        /// What the file that is replaced allows to whom; nil of a new one.
        private let permissions: Permissions?
        private var isOpen = true
        private var gathered: [UInt8] = []

        private static let gatheredCapacity = 1 << 16

        init(path: String, permissionsOf other: String? = nil) throws(FileError) {
            let destination = try AtomicFile.destination(of: path)
            var permissions: Permissions?
            do throws(FileError) {
                permissions = try Permissions(of: destination)
                if permissions == nil, let other { permissions = try Permissions(of: other) }
            } catch {
                throw error.ofOutput
            }
            let temporary = try Self.makeTemporary(
                beside: destination, path: path, mode: permissions == nil ? 0o666 : Permissions.whileInTheMaking)
            self.init(
                path: path, destination: destination, temporaryPath: temporary.path, descriptor: temporary.descriptor,
                permissions: permissions)
        }

        private init(
            path: String, destination: String, temporaryPath: String, descriptor: CInt, permissions: Permissions?
        ) {
            self.path = path
            self.destination = destination
            self.temporaryPath = temporaryPath
            self.descriptor = descriptor
            self.permissions = permissions
        }

        /// A hidden file with a name of its own, so that two writers of one file never meet in one temporary.
        private static func makeTemporary(
            beside destination: String, path: String, mode: mode_t
        ) throws(FileError) -> (path: String, descriptor: CInt) {
            while true {
                let temporaryPath = FilePath.join(FilePath.folder(of: destination), TemporaryName.unique())
                let descriptor = System.open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL, permissions: mode)
                if descriptor >= 0 { return (temporaryPath, descriptor) }
                if errno != EEXIST { throw .cannotCreate(path: path, reason: System.text(errno)) }
            }
        }

        /// - Throws: ``FileError/cannotCreate(path:reason:)`` when the disk doesn't take them.
        public mutating func append(_ bytes: [UInt8]) throws(FileError) {
            try append(bytes.span)
        }

        /// - Throws: ``FileError/cannotCreate(path:reason:)`` when the disk doesn't take them.
        public mutating func append(_ bytes: Span<UInt8>) throws(FileError) {
            try bytes.withUnsafeBytes { buffer throws(FileError) in try append(buffer) }
        }

        /// - Throws: ``FileError/cannotCreate(path:reason:)`` when the disk doesn't take them.
        public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
            if gathered.count + bytes.count > Self.gatheredCapacity { try flush() }
            if bytes.count >= Self.gatheredCapacity {
                try writeAll(bytes)
            } else {
                gathered.append(contentsOf: bytes)
            }
        }

        /// Writes what is left and gives the file its name.
        mutating func finish(synced: Bool) throws(FileError) {
            try flush()
            permissions?.apply(to: descriptor)
            if synced, System.sync(descriptor) != 0 { throw failure() }
            isOpen = false
            // A full disk or a lost server may show only here.
            guard System.close(descriptor) == 0 else { throw failure() }
            guard System.rename(temporaryPath, to: destination) == 0 else { throw failure() }
            if synced { Self.syncFolder(of: destination) }
        }

        /// Removes the temporary file.
        mutating func abandon() {
            if isOpen { System.close(descriptor) }
            isOpen = false
            unlink(temporaryPath)
        }

        private mutating func flush() throws(FileError) {
            let bytes = gathered
            gathered.removeAll(keepingCapacity: false)
            try bytes.span.withUnsafeBytes { buffer throws(FileError) in try writeAll(buffer) }
        }

        private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
            var offset = 0
            while offset < bytes.count {
                let written = System.write(descriptor, .init(rebasing: bytes[offset...]))
                if written < 0 { throw failure() }
                // A file that takes nothing and names no error never will.
                if written == 0 { throw .cannotCreate(path: path, reason: System.text(EIO)) }
                offset += written
            }
        }

        private func failure() -> FileError { .cannotCreate(path: path, reason: System.text(errno)) }

        /// The new name is in the folder, so the folder has to reach the disk too. Not every file system can.
        private static func syncFolder(of path: String) {
            let folder = System.open(FilePath.folder(of: path), O_RDONLY | O_DIRECTORY)
            guard folder >= 0 else { return }
            _ = System.sync(folder)
            System.close(folder)
        }
    }
}
