// Trains a model of a folder of images, samples from it, interpolates and evaluates: the library's front door.
//
// Usage: FrontDoor IMAGES OUTPUT, both folders; the images lie in OUTPUT when it is done.
import Grisaille

guard CommandLine.arguments.count == 3 else { fatalError("usage: FrontDoor IMAGES OUTPUT") }
let (folder, output) = (CommandLine.arguments[1], CommandLine.arguments[2])

let images = try ImageDataset(folder)
let model = try Model.train(on: images, preset: .quick, choices: [.length(.minutes(0.1))]) { event in
    if case .stage(let stage) = event { print("training the \(stage.rawValue)") }
}
try model.write(to: "\(output)/model.safetensors")
for (index, image) in try model.samples(16, seed: 7, diversity: 0.5).enumerated() {
    try image.writePNG(to: "\(output)/sample-\(index).png")
}
let frames = try model.interpolate(from: images[0], to: images[1], steps: 9)
for (index, frame) in frames.enumerated() { try frame.writePNG(to: "\(output)/frame-\(index).png") }
let scores = try model.evaluate(images)
print("negative ELBO: \(scores.likelihood.overall.negativeELBO) nats per image")
