import Platform

extension AtomicFile {
    /// Appends bytes to a temporary file and gives it its final name at the end. Small pieces are buffered.
    package struct Writer: ~Copyable {
        private let path: String
        private let destination: String
        private let temporaryPath: String
        private let descriptor: CInt
        /// The permissions of the file that is replaced; nil for a new file.
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

        /// Creates a hidden file with a unique name, so that two writers of one file never share a temporary file.
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

        /// Appends bytes.
        ///
        /// - Throws: `FileError/cannotCreate(path:reason:)` if they can't be written.
        package mutating func append(_ bytes: [UInt8]) throws(FileError) {
            try append(bytes.span)
        }

        /// Appends bytes.
        ///
        /// - Throws: `FileError/cannotCreate(path:reason:)` if they can't be written.
        package mutating func append(_ bytes: Span<UInt8>) throws(FileError) {
            try bytes.withUnsafeBytes { buffer throws(FileError) in try append(buffer) }
        }

        /// Appends bytes.
        ///
        /// - Throws: `FileError/cannotCreate(path:reason:)` if they can't be written.
        package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
            if gathered.count + bytes.count > Self.gatheredCapacity { try flush() }
            if bytes.count >= Self.gatheredCapacity {
                try writeAll(bytes)
            } else {
                gathered.append(contentsOf: bytes)
            }
        }

        /// Writes the buffered bytes and renames the temporary file.
        mutating func finish(synced: Bool) throws(FileError) {
            try flush()
            permissions?.apply(to: descriptor)
            if synced, System.sync(descriptor) != 0 { throw failure() }
            isOpen = false
            // Some file systems report a full disk or a lost server only when the file is closed.
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
                // A write of no bytes without an error would repeat for ever.
                if written == 0 { throw .cannotCreate(path: path, reason: System.text(EIO)) }
                offset += written
            }
        }

        private func failure() -> FileError { .cannotCreate(path: path, reason: System.text(errno)) }

        /// Syncs the folder, which holds the new name. Some file systems can't, and that isn't an error.
        private static func syncFolder(of path: String) {
            let folder = System.open(FilePath.folder(of: path), O_RDONLY | O_DIRECTORY)
            guard folder >= 0 else { return }
            _ = System.sync(folder)
            System.close(folder)
        }
    }
}
