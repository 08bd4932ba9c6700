// `import Grisaille` brings the public types of these targets.
@_exported import Evaluation
@_exported import GreyImages
@_exported import LatentSpace
@_exported import struct Platform.MemoryError
@_exported import class Platform.WorkerPool
@_exported import Training
@_exported import VAE
