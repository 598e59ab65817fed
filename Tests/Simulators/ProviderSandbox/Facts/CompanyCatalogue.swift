import Foundation

/// Every company that the simulator knows: those of the data file, and generated ones on demand.
struct CompanyCatalogue: Sendable {
    private struct File: Decodable {
        var companies: [Company]
    }

    /// The companies of the data file, in its order.
    let listed: [Company]
    private let places: [String: Int]

    init(_ companies: [Company] = []) {
        listed = companies
        places = Dictionary(companies.enumerated().map { ($1.siren, $0) }) { first, _ in first }
    }

    /// Reads a data file.
    ///
    /// - Throws: an error of Foundation when the file cannot be read or has another shape.
    init(file: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        self.init(try decoder.decode(File.self, from: data).companies)
    }

    /// The company of that SIREN: listed, or generated when it lies in the range of the benchmarks.
    func company(_ siren: String) -> Company? {
        if let place = places[siren] { return listed[place] }
        return SyntheticCompany.company(siren)
    }
}
