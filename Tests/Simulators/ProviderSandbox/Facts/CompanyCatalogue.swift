import Foundation

/// Every company that the simulator knows: those of the data file, and generated ones on demand.
struct CompanyCatalogue: Sendable {
    private struct File: Decodable {
        var companies: [Company]
    }

    /// The day on which the facts were taken: what is known while nobody has set the clock.
    static let day = "2026-11-26"

    /// The companies of the data file, in its order.
    let listed: [Company]
    private let places: [String: Int]
    /// The generated companies that a search by filters finds besides the listed ones.
    private let made: [Company]

    /// - Parameter universe: how many generated companies a search by filters finds, at most 90,000.
    init(_ companies: [Company] = [], universe: Int = 0) {
        listed = companies
        made = (0..<universe).compactMap { SyntheticCompany.company(SyntheticCompany.siren($0)) }
        places = Dictionary(companies.enumerated().map { ($1.siren, $0) }) { first, _ in first }
    }

    /// Reads a data file.
    ///
    /// - Throws: an error of Foundation when the file cannot be read or has another shape.
    init(file: String, universe: Int = 0) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        self.init(try decoder.decode(File.self, from: data).companies, universe: universe)
    }

    /// The company of that SIREN as it was known on a day: listed, or generated when it lies in the range of the
    /// benchmarks. Numbers that only Sirene knows are nobody's here.
    func company(_ siren: String, on day: String = Self.day) -> Company? {
        registered(siren, on: day).flatMap { $0.isElsewhereUnknown ? nil : $0 }
    }

    /// The same, with doublons and units that are disclosed nowhere.
    func registered(_ siren: String, on day: String = Self.day) -> Company? {
        let company = places[siren].map { listed[$0] } ?? SyntheticCompany.company(siren)
        return company?.known(on: day)
    }

    /// Everything that a search by filters looks through, in a fixed order.
    func searched(on day: String) -> some Sequence<Company> {
        [listed, made].joined().lazy.filter { !$0.isElsewhereUnknown }.map { $0.known(on: day) }
    }
}
