extension RandomStream {
    /// What random numbers are for. This is the one registry for all targets: the compiler refuses two purposes with the
    /// same number, and results depend on the numbers, so they never change.
    package enum Purpose: UInt32, Sendable, CaseIterable {
        /// The starting values of parameters, by slot.
        case initialization = 1
        /// The pixels of a drawn image, by row.
        case drawnPixels = 2
        /// Black and white pixels drawn from grey images for encoding, by image.
        case evaluationPixels = 3
        /// The noise of latents drawn from posteriors outside training, by image.
        case evaluationNoise = 4
        /// The directions along which a flow's divergence is estimated, by row.
        case flowProbes = 5
        /// The noise of importance-weighted estimates, by draw and image.
        case importanceNoise = 6

        /// The order of an epoch's images, by epoch.
        case shuffle = 16
        /// The noise of latents in training, by step and by draw and image.
        case trainingNoise = 17
        /// Black and white pixels drawn from grey images in training, by step and image.
        case trainingPixels = 18
        /// The choice among the draws of an image, by step and image.
        case trainingChoice = 19
        /// The place of the crop of an image that an autoencoder is trained on, by step and image.
        case trainingCrop = 20
        /// The change of a copy of an image that is trained on, by copy and image.
        case augmentation = 21

        /// The noise that a flow starts from in training, by step and place in the batch.
        case flowNoise = 24
        /// The draws of posteriors that a flow is trained with, by step and place in the batch.
        case flowPosterior = 25
        /// Whether a flow is told the class, by step and place in the batch.
        case flowClass = 26
        /// The times at which a flow is trained, by step and place in the batch.
        case flowTime = 27
        /// The draws of posteriors that a decoder is sharpened with, by step and place in the batch.
        case sharpeningNoise = 28
        /// The images of a batch of a stage after the first, by step.
        case refinementBatch = 29
        /// The first components of a mixture that is fitted.
        case mixtureStart = 30
        /// The place of the crop that a decoder is sharpened on, by step and place in the batch.
        case sharpeningCrop = 31

        /// The noise of samples, by sample.
        case priorDraw = 32
        /// The draws of a diverse selection, by draw.
        case diverseDraw = 33
        /// The first centres of a candidate pool's modes.
        case poolModes = 34
        /// The images held out when a direction is fitted.
        case directionSplit = 35
        /// The images held out when a classifier of groups is fitted.
        case groupSplit = 36

        /// Whether a flow's draw teaches a long step, and which, by step and place in the batch.
        case flowLongStep = 40
        /// Which conditions a flow is told, by step and place in the batch.
        case flowConditions = 41
        /// The noise of the samples by which a flow's spectrum is measured.
        case flowSpectrum = 42
        /// The noise at which the paths begin that a flow's steps are fitted to.
        case flowPaths = 43
        /// The noise that a flow starts from when its loss is measured, by draw and image.
        case priorCheckNoise = 45
        /// The draws of posteriors with which a flow's loss is measured, by draw and image.
        case priorCheckPosterior = 46
        /// The times at which a flow's loss is measured, by draw and image.
        case priorCheckTime = 47

        /// Numbers of tests and of benchmarks, on which no result depends.
        case tests = 200
        case otherTests = 201
        case benchmarks = 300
    }
}
