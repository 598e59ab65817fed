import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Identification

/// The State's company search asked for a name (`/search?q=…`): words are looked for in names, addresses and directors
/// alike, so what it answers is a set of candidates and no answer.
struct NameSearch: Sendable {
    /// One page of what was found.
    struct Page: Sendable, Equatable {
        var companies: [RegisteredCompany]
        /// Everything that was found is on the page.
        var isComplete: Bool
    }

    enum Place: Sendable, Equatable {
        case postcode(String), departement(String), anywhere
    }

    static let pageSize = 25

    let baseURL: String

    /// The provider takes three letters at least, and reads nine or fourteen digits as a number to look up.
    static func isAskable(_ words: [String]) -> Bool {
        let text = words.joined(separator: " ")
        return text.utf8.count >= 3 && text.utf8.contains { !(0x30...0x39).contains($0) && $0 != 0x20 }
    }

    func address(of words: [String], _ place: Place) -> String {
        var query = [("q", words.joined(separator: " ")), ("page", "1"), ("per_page", String(Self.pageSize))]
        switch place {
        case .postcode(let postcode): query.append(("code_postal", postcode))
        case .departement(let code): query.append(("departement", code))
        case .anywhere: break
        }
        return RequestURL.joining(baseURL, path: ["search"], query: query)
    }

    /// - Throws: ``UnreadableReply`` if `body` is not what the provider documents.
    static func read(_ body: [UInt8]) throws(UnreadableReply) -> Page {
        guard let reply = try? Wire.decode(JSONValue.self, from: body), let results = reply["results"]?.elements else {
            throw UnreadableReply(provider: RechercheEntreprises.name)
        }
        guard case .integer(let total) = reply["total_results"] else {
            return Page(companies: results.prefix(pageSize).compactMap(company), isComplete: false)
        }
        return Page(
            companies: results.prefix(pageSize).compactMap(company),
            isComplete: total <= Int64(min(results.count, pageSize))
        )
    }

    /// nil for a record of which nothing is known but its number, and for one that hides its name.
    private static func company(_ unit: JSONValue) -> RegisteredCompany? {
        guard let siren = word(unit, "siren").flatMap({ SIREN($0) }) else { return nil }
        let seat = unit["siege"].map { [$0] } ?? []
        let open = (unit["matching_etablissements"]?.elements ?? []).filter { word($0, "etat_administratif") != "F" }
        let branches = Array(open.prefix(10))
        let signs = (seat + branches).flatMap { place in
            (place["liste_enseignes"]?.elements ?? []).prefix(5).compactMap { clean($0.text) }
                + [word(place, "nom_commercial")].compactMap(\.self)
        }
        let names = [word(unit, "nom_raison_sociale"), word(unit, "nom_complet"), word(unit, "sigle")].compactMap(
            \.self
        )
        guard !names.isEmpty else { return nil }
        var distinct: [String] = []
        for name in names + signs where !distinct.contains(name) { distinct.append(name) }
        return RegisteredCompany(
            siren: siren.text,
            names: Array(distinct.prefix(12)),
            places: (seat + branches).map(place),
            legalForm: word(unit, "nature_juridique"),
            naf: word(unit, "activite_principale"),
            isCeased: word(unit, "etat_administratif") == "C",
            isDiffusible: word(unit, "statut_diffusion").map { $0 == "O" } ?? true,
            source: RechercheEntreprises.name
        )
    }

    private static func place(_ place: JSONValue) -> RegisteredCompany.Place {
        RegisteredCompany.Place(
            postcode: word(place, "code_postal"),
            city: word(place, "libelle_commune"),
            departement: word(place, "departement")
        )
    }

    private static func word(_ value: JSONValue, _ name: String) -> String? { clean(value[name]?.text) }

    private static func clean(_ text: String?) -> String? {
        guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty,
            !text.contains(LooseObject.masked)
        else { return nil }
        return String(text.prefix(500))
    }
}
