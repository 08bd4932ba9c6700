@testable import GreyImages
@testable import LatentSpace
@testable import VAE

/// Fuzzes `.safetensors` files. A model or direction that is read, written and read again must be the same.
enum ModelInput: FuzzInput {
    static func check(_ bytes: [UInt8]) {
        _ = try? SafeTensors(bytes: bytes, path: "fuzz.safetensors")
        if let model = try? ModelFile.read(bytes: bytes, path: "fuzz.safetensors") { checkWriting(of: model) }
        let path = MemoryFile.write(bytes, named: "a.safetensors")
        if let (direction, attribute) = try? LatentDirection.read(path) {
            let copy = MemoryFile.path("b.safetensors")
            guard (try? direction.write(attribute: attribute, to: copy)) != nil,
                let again = try? LatentDirection.read(copy)
            else { fatalError("a direction that was read can't be written and read again") }
            precondition(again == (direction, attribute), "a direction that was written reads the same")
        }
    }

    private static func checkWriting(of model: Model) {
        let copy = MemoryFile.path("b.safetensors")
        guard (try? ModelFile.write(model, to: copy)) != nil, let first = try? FileBytes.read(copy),
            let again = try? ModelFile.read(bytes: first, path: "written.safetensors"),
            (try? ModelFile.write(again, to: copy)) != nil, let second = try? FileBytes.read(copy)
        else { fatalError("a model that was read can't be written and read again") }
        precondition(first == second, "a model that was written reads the same")
    }

    /// Corrects the length of the header: it ends with the brace that closes the first one.
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 8 else { return bytes }
        var depth = 0
        var isQuoted = false
        for index in bytes.indices.dropFirst(8) {
            switch bytes[index] {
            case UInt8(ascii: "\""): if bytes[index - 1] != UInt8(ascii: "\\") { isQuoted.toggle() }
            case UInt8(ascii: "{"): if !isQuoted { depth += 1 }
            case UInt8(ascii: "}"):
                if !isQuoted { depth -= 1 }
                guard depth == 0, !isQuoted else { continue }
                var bytes = bytes
                for place in 0..<8 { bytes[place] = UInt8(truncatingIfNeeded: (index - 7) >> (8 * place)) }
                return bytes
            default: break
            }
        }
        return bytes
    }
}
