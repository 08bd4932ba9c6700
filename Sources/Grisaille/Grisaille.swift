// `import Grisaille` brings the whole toolkit.
@_exported import Evaluation
@_exported import GreyImages
@_exported import Kernels
@_exported import LatentSpace
@_exported import Layers
@_exported import Phantoms
@_exported import Platform
@_exported import Training
@_exported import VAE
