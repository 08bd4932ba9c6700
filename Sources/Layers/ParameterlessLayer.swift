import Kernels

/// A layer without parameters or products, which wants no memory of its own.
public protocol ParameterlessLayer: Layer {}

extension ParameterlessLayer {
    public var forwardOperations: Int { 0 }
    public var laneSlots: [Slot] { [] }
    public func panelCount(_ pass: Pass) -> Int { 0 }
    public func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer) {}
    public func scratchCount(images: Int) -> Int { 0 }
}
