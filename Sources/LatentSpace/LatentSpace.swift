// LatentSpace
