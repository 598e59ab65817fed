/// What a word of a company's name is worth when two names are compared.
///
/// Weights stand for how seldom a word is in French company names: a trade ("garage") says little about which company
/// is meant, a family name much. They are set by hand from what the Sirene register is known to be full of, not learnt.
enum NameWord {
    /// Says which company of a group or a town is meant: with it on one side alone, two names are two companies.
    static func discriminates(_ word: String) -> Bool {
        distinguishing.contains(word) || word.utf8.contains { (0x30...0x39).contains($0) } || romans.contains(word)
    }

    /// 0.3 to 1.
    static func weight(_ word: String) -> Double {
        if distinguishing.contains(word) || romans.contains(word) { return 0.5 }
        if trades.contains(word) { return 0.35 }
        if firstNames.contains(word) { return 0.45 }
        if surnames.contains(word) { return 0.75 }
        switch word.utf8.count {
        case 1: return 0.3
        case 2: return 0.6
        case 3: return 0.8
        default: return 1
        }
    }

    /// Words that bind others; they are left out unless a name has no others.
    static let binding = words("le la les l de du des d a au aux en et un une chez sur sous the of and pour par")

    /// Words that say only that somebody trades; left out likewise.
    static let filling = words(
        "societe ste ets etablissement etablissements etab entreprise entreprises ent compagnie cie monsieur madame "
            + "mademoiselle mr mme mlle m"
    )

    /// Words written short in lists, by their full form.
    static let abbreviations: [String: String] = [
        "st": "saint", "ste": "sainte", "sts": "saint", "frs": "freres", "fres": "freres", "frere": "freres",
        "immo": "immobilier",
        "immobiliere": "immobilier", "inter": "international", "internationale": "international",
        "internat": "international", "dvpt": "developpement", "dev": "developpement", "dvt": "developpement",
        "development": "developpement", "gpe": "groupe", "group": "groupe", "grp": "groupe", "fin": "financiere",
        "holdings": "holding", "investissement": "invest", "investissements": "invest",
        "participation": "participations",
        "ctre": "centre", "resto": "restaurant", "rest": "restaurant", "sce": "service", "svces": "service",
        "sces": "service", "serv": "service", "tvx": "travaux", "trvx": "travaux", "bt": "batiment",
        "elect": "electricite", "gge": "garage", "trsp": "transport", "trspts": "transport", "pdts": "produits",
        "mais": "maison", "nlle": "nouvelle", "nle": "nouvelle", "fce": "france", "dr": "docteur", "me": "maitre",
    ]

    private static let romans = words("ii iii iv vi vii viii ix xi xii")

    private static let distinguishing = words(
        "holding groupe financiere finance participations invest immobilier patrimoine gestion developpement "
            + "amicale syndicat comite cse fondation federation union mutuelle cooperative distribution location "
            + "international europe europeenne nord sud est ouest ile midi fils freres soeurs production productions "
            + "formation editions capital ventures foncier fonciere copropriete coproprietaires indivision commune mairie "
            + "nouveau nouvelle junior senior academy academie logistique exploitation industrie industries"
    )

    private static let trades = words(
        "agence agricole alimentation alimentaire ambulance ambulances amenagement animation antiquite architecte "
            + "architecture art artisan artisanal assainissement assistance assurance atelier audit auto automobile "
            + "automobiles avocat bar batiment bain beaute bijouterie bio bois boucherie boulangerie boutique brasserie "
            + "bricolage brocante bureau cabinet cafe camping carrelage carrosserie cave centre chaudronnerie chauffage "
            + "charcuterie charpente chocolaterie clinique club coiffeur coiffure comptable comptabilite concept conciergerie "
            + "conseil construction consultant consulting controle cordonnerie couleur couture couverture creation creperie "
            + "cuisine cycle danse decoration demenagement dentaire depannage design diffusion digital discount domaine "
            + "ebenisterie ecole eau electricite electrique electro electronique elevage energie equipement espace espace "
            + "esthetique etude evenement expert expertise express fabrication ferme ferronnerie fleur fleuriste food "
            + "forge fournil france francaise garage glacier habitat hotel hotellerie hygiene idee image impression "
            + "imprimerie informatique ingenierie innovation institut jardin jardinage joaillerie laboratoire lavage "
            + "librairie ligne literie logiciel loisir maconnerie magasin maintenance maison maitre maraicher marche "
            + "marketing materiaux mecanique media medical menage menuiserie metal metallerie meuble mobilier mobilite "
            + "mode monde moto moulin multiservice musique naturel negoce nettoyage numerique objet office optique or "
            + "organisation outillage paille pain papeterie parfumerie paris patisserie paysage paysagiste pepiniere petit "
            + "petite pharmacie photo photographie pierre piscine pizza pizzeria place platrerie plomberie plombier "
            + "pneu poissonnerie pompe porte poterie pressing prestation primeur print pro produit projet propre proprete "
            + "publicite qualite quincaillerie ravalement realisation renovation reparation reseau residence restaurant "
            + "restauration rue salon sante sarl securite serrurerie service shop soin solaire solution son sport station "
            + "studio supermarche systeme table tabac tapisserie taxi team tech technique techniques technologie telecom "
            + "terrassement terre textile therapie toiture tourisme tout toute traiteur transport transports travaux "
            + "usinage utilitaire vacances vente verre vert veterinaire viande vie vigneron vignoble ville vin vins vitrerie "
            + "vitrage voiture volaille voyage web"
    )

    private static let firstNames = words(
        "adrien alain albert alexandra alexandre alexis alice alix amandine amelie anais andre anne annie anthony antoine "
            + "arnaud arthur audrey aurelie aurelien axel baptiste bastien beatrice benjamin benoit bernadette bertrand "
            + "brigitte bruno camille caroline catherine cecile cedric celine chantal charles charlotte chloe christelle "
            + "christian christiane christine christophe claire claude claudine clement clementine corinne cyril damien "
            + "daniel danielle david delphine denis didier dominique dorothee edouard elisabeth elise elodie emilie emma "
            + "emmanuel emmanuelle eric estelle etienne evelyne fabien fabienne fabrice fanny florence florent florian "
            + "francine franck francois francoise frederic gabriel gael gaelle genevieve georges gerald gerard gilbert "
            + "gilles gregory guillaume guy helene henri herve hubert hugo ines irene isabelle jacky jacqueline jacques "
            + "jean jeanne jeremy jerome jessica joel jocelyne johan jonathan jose joseph josette jules julie julien juliette "
            + "justine karine kevin laetitia laura laure laurence laurent lea leo lionel loic louis louise luc lucas lucie "
            + "ludovic magali manon marc marcel margaux marie marine marion martine mathieu mathilde maurice max maxime "
            + "melanie michel michele mickael mireille monique morgane muriel nadine nathalie nicolas nicole noel odile "
            + "olivier pascal pascale patrice patricia patrick paul pauline philippe pierre quentin raphael raymond regis "
            + "remi rene richard robert rodolphe roger roland romain sabrina samuel sandra sandrine sarah sebastien serge "
            + "severine simon solene sophie stephane stephanie suzanne sylvain sylvie theo theophile thibault thierry "
            + "thomas valentin valerie vanessa veronique victor vincent virginie viviane william xavier yann yannick yves "
            + "yvette yvonne zoe"
    )

    /// The commonest family names (INSEE's file of names): on their own they name nobody.
    private static let surnames = words(
        "martin bernard dubois robert durand dubois moreau simon laurent lefebvre leroy roux david bertrand morel fournier "
            + "girard bonnet dupont lambert fontaine rousseau vincent muller lefevre faure andre mercier blanc guerin boyer "
            + "garnier chevalier legrand gauthier garcia perrin robin clement morin nicolas henry roussel mathieu gautier "
            + "masson marchand duval denis dumont marie lemaire noel meyer dufour meunier brun blanchard giraud joly "
            + "riviere lucas brunet gaillard barbier arnaud martinez gerard roche renard schmitt roy leroux colin vidal "
            + "caron picard roger fabre aubert lemoine renaud dumas lacroix olivier philippe bourgeois pierre benoit rey "
            + "leclerc payet rolland leclercq guillaume lecomte lopez jean dupuy guillot hubert berger carpentier sanchez"
    )

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(separator: " ").map { stem(String($0)) } + text.split(separator: " ").map(String.init))
    }

    /// Without the mark of the plural, for words of four letters and more.
    static func stem(_ word: String) -> String {
        guard word.utf8.count >= 4, let last = word.utf8.last, last == UInt8(ascii: "s") || last == UInt8(ascii: "x")
        else { return word }
        return String(word.dropLast())
    }
}
