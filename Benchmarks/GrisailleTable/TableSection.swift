/// A table of runs on one data set, beside published figures.
struct TableSection: Sendable {
    enum Data: Sendable { case mnist, mednist }

    let data: Data
    /// The name of the marks in the document.
    let mark: String
    let unit: String
    let runs: [TableRun]

    static let all = [mnist, mednist]

    private static let binary = "--architecture mlp --likelihood bernoulli --binarize dynamic"
    private static let neighbours =
        "--architecture ladder --likelihood autoregressive --blocks 2,2,2,1,1"
        + " --groups 0,0,3,2,1"
    private static let whole = "--importance-samples 5000"
    private static let part = "--importance-samples 5000 --first 1000"

    static let mnist = TableSection(
        data: .mnist, mark: "mnist", unit: "-log p, nats",
        runs: [
            TableRun(
                "mnist-vae", "`mlp` 200-200, latent 50, ELBO",
                training: binary
                    + " --hidden 200,200 --latent 50 --activation silu --learning-rate 0.003 --validation 0.02"
                    + " --epochs 1000 --seed 1",
                evaluation: whole, published: "86.35 [1]"),
            TableRun(
                "mnist-iwae", "`mlp` 200-200, latent 50, 50 importance samples",
                training: binary
                    + " --hidden 200,200 --latent 50 --activation silu --importance-samples 50"
                    + " --importance-start 0.05 --warmup 0.2 --learning-rate 0.003 --validation 0.02 --epochs 1000"
                    + " --seed 1",
                evaluation: whole, published: "84.59 [1]"),
            TableRun(
                "mnist-normal", "`mlp` 300-300, gated, latent 40, standard normal prior",
                training: binary
                    + " --hidden 300,300 --latent 40 --activation gated --learning-rate 0.002 --validation 0.02"
                    + " --epochs 300 --seed 1",
                evaluation: whole, published: "84.45 [2]"),
            TableRun(
                "mnist-vamp", "`mlp` 300-300, gated, latent 40, 500 pseudo-inputs",
                training: binary
                    + " --hidden 300,300 --latent 40 --activation gated --prior vamp --batch 256"
                    + " --learning-rate 0.003 --validation 0.02 --epochs 300 --seed 1",
                evaluation: whole, published: "82.43 [2]"),
            TableRun(
                "mnist-ladder", "`ladder`",
                training: "--architecture ladder --channels 32,64,96,128 --blocks 2,2,2,1 --groups 0,6,4,1"
                    + " --group-channels 8,8,8,32 --likelihood bernoulli --binarize dynamic --weight-decay 0.1"
                    + " --validation 0.02 --minutes 60 --seed 1",
                evaluation: part, published: "ConvHVAE 80.52, with VampPrior 79.67 [2]; NVAE 78.01 [3]"),
        ])

    static let mednist = TableSection(
        data: .mednist, mark: "mednist", unit: "-ELBO, bits/pixel",
        runs: [
            TableRun(
                "mednist-conv-10", "`conv`, latent 64, 10 minutes",
                training: "--architecture conv --latent 64 --minutes 10 --seed 1", evaluation: "",
                published: "4.38, PyTorch [4]"),
            TableRun(
                "mednist-ladder-10", "`ladder`, 10 minutes",
                training: "--architecture ladder --minutes 10 --seed 1", evaluation: "",
                published: "4.05, PyTorch after 10 of 20 minutes [4]"),
            TableRun(
                "mednist-ladder-60", "`ladder`, 60 minutes",
                training: "--architecture ladder --minutes 60 --seed 1", evaluation: "",
                published: "3.65, PyTorch after 20 minutes [4]"),
            TableRun(
                "mednist-neighbours-10", "`ladder`, autoregressive, 10 minutes",
                training: neighbours + " --minutes 10 --seed 1", evaluation: "",
                published: "3.84, lossless JPEG XL [4]"),
            TableRun(
                "mednist-neighbours-60", "`ladder`, autoregressive, 60 minutes",
                training: neighbours + " --minutes 60 --seed 1", evaluation: "",
                published: "3.84, lossless JPEG XL [4]"),
        ])
}
