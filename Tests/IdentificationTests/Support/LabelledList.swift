import Foundation

@testable import Identification

/// The labelled list and its register: `Tests/Fixtures/identification`.
struct LabelledList: Sendable {
    struct Row: Sendable {
        var part: String
        /// nil: the register does not have the company
        var siren: String?
        var sought: SoughtCompany
        var dirt: String
        var origin: String
    }

    let rows: [Row]
    let register: Register

    static let shared = LabelledList()

    private init() {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/identification")
        rows = Self.table(folder.appending(path: "rows.csv")).map { cells in
            Row(
                part: cells["part"] ?? "",
                siren: cells["siren"],
                sought: SoughtCompany(
                    name: cells["nom"],
                    postcode: cells["code_postal"],
                    city: cells["ville"],
                    naf: cells["naf"],
                    domain: cells["domaine"].flatMap { SiteName.domain(of: $0) },
                    phoneZone: cells["zone"].flatMap { Int($0) }
                ),
                dirt: cells["dirt"] ?? "",
                origin: cells["origin"] ?? ""
            )
        }
        register = Register(
            Self.table(folder.appending(path: "registry.csv")).map { cells in
                RegisteredCompany(
                    siren: cells["siren"] ?? "",
                    names: [cells["name"] ?? ""] + (cells["others"] ?? "").split(separator: "|").map(String.init),
                    places: [.init(postcode: cells["postcode"], city: cells["city"])],
                    legalForm: cells["form"],
                    naf: cells["naf"],
                    isCeased: cells["state"] == "C",
                    isDiffusible: cells["diffusion"] == "O",
                    source: "sirene"
                )
            }
        )
    }

    /// Cells by header; empty ones are left out. No cell of the list is quoted.
    private static func table(_ file: URL) -> [[String: String]] {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        let lines = text.split(separator: "\n").map { $0.split(separator: ";", omittingEmptySubsequences: false) }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { cells in
            Dictionary(zip(header, cells).map { (String($0), String($1)) }) { first, _ in first }
                .filter { !$0.value.isEmpty }
        }
    }
}

/// A register in memory that offers what shares a word, or most of one, with the name sought; as generous as the
/// database's look-up by trigrams.
struct Register: Sendable {
    let companies: [RegisteredCompany]
    private let byStart: [String: [Int]]

    init(_ companies: [RegisteredCompany]) {
        self.companies = companies
        var byStart: [String: [Int]] = [:]
        for (index, company) in companies.enumerated() {
            for start in Set(company.names.flatMap(Self.starts)) { byStart[start, default: []].append(index) }
        }
        self.byStart = byStart
    }

    func candidates(for sought: SoughtCompany) -> [RegisteredCompany] {
        let starts = Set([sought.name, sought.tradeName].compactMap(\.self).flatMap(Self.starts))
        var shared: [Int: Int] = [:]
        for start in starts { for index in byStart[start] ?? [] { shared[index, default: 0] += 1 } }
        let departement = sought.postcode?.prefix(2)
        let ranked = shared.map { index, count in
            let isNear = departement != nil && companies[index].places.first?.postcode?.prefix(2) == departement
            return (index: index, rank: count + (isNear ? 2 : 0))
        }
        return ranked.sorted { ($1.rank, $0.index) < ($0.rank, $1.index) }.prefix(80).map { companies[$0.index] }
    }

    private static func starts(_ name: String) -> [String] {
        CompanyName.variants(of: name).flatMap { variant in
            variant.words.filter { NameWord.weight($0) > 0.4 || variant.words.count == 1 }.flatMap { word in
                [String(word.prefix(4)), "…" + word.suffix(4)]
            } + [String(variant.joined.prefix(5))]
        }
    }
}
