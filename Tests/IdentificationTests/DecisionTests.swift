import Testing

@testable import Identification

/// One row a rule: what is taken, what is left to a person.
@Suite struct DecisionTests {
    private static let canal: RegisteredCompany = unit("1", "MENUISERIE DELACOURT", "31000", "TOULOUSE")

    @Test func theSameNameInTheSamePlaceIsTaken() {
        #expect(verdict("Menuiserie Delacourt", "31000", "Toulouse", [Self.canal]) == .certain)
    }

    @Test func twoOfThatNameInThatPlaceAreAPersonsChoice() {
        let twin = Self.unit("2", "MENUISERIE DELACOURT", "31000", "TOULOUSE")
        #expect(verdict("Menuiserie Delacourt", "31000", "Toulouse", [Self.canal, twin]) == .doubtful)
    }

    @Test func theTradeOfTwoNamesakesDecides() {
        let twin = Self.unit("2", "MENUISERIE DELACOURT", "31000", "TOULOUSE", naf: "68.20B")
        let one = Self.unit("1", "MENUISERIE DELACOURT", "31000", "TOULOUSE", naf: "43.32A")
        #expect(verdict("Menuiserie Delacourt", "31000", "Toulouse", [one, twin], naf: "43.32A") == .certain)
    }

    @Test(arguments: [
        DecisionTests.unit("1", "MENUISERIE DELACOURT", "31000", "TOULOUSE", isCeased: true),
        DecisionTests.unit("1", "MENUISERIE DELACOURT", "31000", "TOULOUSE", form: "6540"),
        DecisionTests.unit("1", "HOLDING MENUISERIE DELACOURT", "31000", "TOULOUSE"),
        DecisionTests.unit("1", "ASSOCIATION MENUISERIE DELACOURT", "31000", "TOULOUSE", form: "9220"),
        DecisionTests.unit("1", "MENUISERIE DELACOURT", "33000", "BORDEAUX"),
        DecisionTests.unit("1", "MENUISERIE DELACOURT", "59000", "LILLE"),
    ])
    func whatSpeaksAgainstItIsNeverTaken(candidate: RegisteredCompany) {
        #expect(verdict("Menuiserie Delacourt", "31000", "Toulouse", [candidate]) == .doubtful)
    }

    @Test func aListedFormThatTheRegisterContradictsIsSeen() {
        let person = Self.unit("1", "DELACOURT JEAN", "31000", "TOULOUSE", form: "1000")
        #expect(verdict("Delacourt Jean", "31000", "Toulouse", [person]) == .certain)
        #expect(verdict("SARL Delacourt Jean", "31000", "Toulouse", [person]) == .doubtful)
    }

    @Test func whoHidesIsNeitherTakenNorShownButCountsAsARival() {
        var hidden = Self.canal
        hidden.isDiffusible = false
        let twin = Self.unit("2", "MENUISERIE DELACOURT", "31000", "TOULOUSE")
        #expect(verdict("Menuiserie Delacourt", "31000", "Toulouse", [hidden]) == .none)
        let answer = decide("Menuiserie Delacourt", "31000", "Toulouse", [hidden, twin])
        #expect(answer.verdict == .doubtful && answer.candidates.map(\.company.siren) == ["2"])
    }

    @Test func aMoveWithinTheDepartementIsTakenOnlyWhereTheNameIsRareAndAllAreKnown() {
        let moved = Self.unit("1", "SEVERNAYA", "31200", "MURET")
        #expect(verdict("Severnaya", "31000", "Toulouse", [moved]) == .certain)
        #expect(decide("Severnaya", "31000", "Toulouse", [moved], isComplete: false).verdict == .doubtful)
        let other = Self.unit("2", "SEVERNAYA", "13001", "MARSEILLE")
        #expect(verdict("Severnaya", "31000", "Toulouse", [moved, other]) == .doubtful)
    }

    @Test func aNameOfNothingButATradeIsNotTaken() {
        let bakery = Self.unit("1", "LA BOULANGERIE", "31000", "TOULOUSE", naf: "10.71C")
        let answer = decide("La Boulangerie", "31000", "Toulouse", [bakery])
        #expect(answer.verdict == .doubtful && answer.candidates[0].reasons.contains(.commonName))
    }

    @Test func aTradeNameIsAName() {
        var company = Self.canal
        company.names.append("LE RABOT D'OR")
        let answer = decide("Le Rabot d’Or", "31000", "Toulouse", [company])
        #expect(answer.verdict == .certain && answer.candidates[0].reasons.first == .tradeName)
    }

    @Test func aBranchCountsAsAPlace() {
        var company = Self.canal
        company.places.append(.init(postcode: "35000", city: "RENNES"))
        #expect(verdict("Menuiserie Delacourt", "35000", "Rennes", [company]) == .certain)
    }

    @Test func twoRegistersOfOneCompanyAreOneCandidate() {
        let other = Self.unit("1", "MENUISERIE DELACOURT (M.D.)", "31000", "TOULOUSE")
        let answer = decide("Menuiserie Delacourt", "31000", "Toulouse", [Self.canal, other])
        #expect(answer.verdict == .certain && answer.candidates.count == 1)
    }

    @Test func theOrderOfCandidatesDoesNotMatter() {
        let all = (1...12).map {
            Self.unit(
                String($0),
                $0 % 3 == 0 ? "MENUISERIE DELACOURT" : "MENUISERIE DELACOUR",
                "3100\($0 % 7)",
                "TOULOUSE"
            )
        }
        let one = decide("Menuiserie Delacourt", "31000", "Toulouse", all)
        #expect(one == decide("Menuiserie Delacourt", "31000", "Toulouse", all.reversed()))
        #expect(one.candidates.count == 5)
    }

    @Test func everyReasonIsSaidInBothLanguages() {
        for reason in IdentificationReason.allCases {
            #expect(!reason.french.isEmpty && !reason.english.isEmpty && reason.french != reason.english)
        }
    }

    @Test func oneQuestionWrittenTwoWaysIsOneQuestion() {
        let one = SoughtCompany(name: "SARL Éts Dupont & Fils", postcode: "42000", city: "St-Etienne CEDEX 2")
        let two = SoughtCompany(name: "dupont et fils s.a.r.l.", postcode: "42000", city: "SAINT ETIENNE")
        #expect(one.fingerprint == two.fingerprint)
        #expect(one.fingerprint != SoughtCompany(name: "Dupont", postcode: "42000").fingerprint)
    }

    // MARK: -

    fileprivate static func unit(
        _ siren: String,
        _ name: String,
        _ postcode: String,
        _ city: String,
        form: String = "5499",
        naf: String? = nil,
        isCeased: Bool = false
    ) -> RegisteredCompany {
        RegisteredCompany(
            siren: siren,
            names: [name],
            places: [.init(postcode: postcode, city: city)],
            legalForm: form,
            naf: naf,
            isCeased: isCeased,
            source: "test"
        )
    }

    private func decide(
        _ name: String,
        _ postcode: String?,
        _ city: String?,
        _ candidates: [RegisteredCompany],
        naf: String? = nil,
        isComplete: Bool = true
    ) -> Identification {
        Identification.decide(
            SoughtCompany(name: name, postcode: postcode, city: city, naf: naf),
            among: candidates,
            isComplete: isComplete
        )
    }

    private func verdict(
        _ name: String,
        _ postcode: String?,
        _ city: String?,
        _ candidates: [RegisteredCompany],
        naf: String? = nil
    ) -> Identification.Verdict {
        decide(name, postcode, city, candidates, naf: naf).verdict
    }
}
