import ArgumentParser
import Foundation

/// What is searched for in the universe; ingest judges the values.
struct RegistryFilterOptions: ParsableArguments {
    @Option(help: "NAF rév. 2: section (J), division (62), group (62.0), class (62.02) or code; several with commas.")
    var naf: String?
    @Option(name: .customLong("naf25"), help: "The same in NAF 2025.") var naf25: String?
    @Option(help: "Official codes of départements: 75,92,2A,974.") var departement: String?
    @Option(help: "INSEE's bands of employees: NN,00,01,02,03,11…") var workforce: String?
    @Option(help: "Catégorie juridique or its first digits: 5710, 54.") var legalForm: String?
    @Option(help: "PME, ETI or GE.") var category: String?
    @Option(help: "Years since its creation at least.") var minAge: Int?
    @Option(help: "Years since its creation at most.") var maxAge: Int?
    @Option(help: "Part of the name, three letters or more.") var name: String?
    @Option(help: "A (active), C (ceased) or any.") var state: String?
    @Option(help: "O (diffusible), P (not) or any.") var diffusion: String?

    var query: [URLQueryItem] {
        let values: [(String, String?)] = [
            ("naf", naf), ("naf25", naf25), ("departement", departement), ("workforce", workforce),
            ("legal_form", legalForm), ("category", category), ("min_age", minAge.map(String.init)),
            ("max_age", maxAge.map(String.init)), ("name", name), ("state", state), ("diffusion", diffusion),
        ]
        return values.compactMap { key, value in value.map { URLQueryItem(name: key, value: $0) } }
    }
}
