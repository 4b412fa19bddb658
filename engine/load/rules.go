package load

import (
	"slices"
	"strings"

	"galley/engine"
	"galley/schema"
)

// The rules that a tree can break, beside those of the schema.
const (
	ruleAliasBomb     = "alias-bomb"
	ruleDuplicateID   = "duplicate-id"
	ruleDuplicateKey  = "duplicate-key"
	ruleHashtagLost   = "hashtag-lost"
	ruleInvalidUTF8   = "invalid-utf8"
	ruleMergeConflict = "merge-conflict"
	ruleNestedProject = "nested-project"
	ruleNoProject     = "no-project"
	ruleSecondCharter = "second-charter"
	ruleSecondTeam    = "second-team"
	ruleSecondProject = "second-project"
	ruleSymlinkEscape = "symlink-escape"
	ruleTooDeep       = "too-deep"
	ruleTooLarge      = "too-large"
	ruleUnreadable    = "unreadable"
	ruleYAMLSyntax    = "yaml-syntax"
)

// Rules returns what Tree can find, sorted by id, for people to read up on.
func Rules() []engine.RuleDoc {
	rules := slices.Concat(fileRules(), fieldRules())
	slices.SortFunc(rules, func(a, b engine.RuleDoc) int { return strings.Compare(a.ID, b.ID) })
	return rules
}

// fileRules are about files as such, before anybody asks what they say.
func fileRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			Subject: "files",
			ID:      ruleAliasBomb,
			Title:   words("Aliases that stand for too much", "Des alias qui représentent trop"),
			Text: words("A YAML alias (*name) stands for what its anchor (&name) holds. Aliases inside anchors multiply: a few lines can stand for billions of values. A file whose aliases stand for more than 100,000 values, or for themselves, is refused.",
				"Un alias YAML (*nom) représente ce que contient son ancre (&nom). Des alias imbriqués se multiplient : quelques lignes peuvent représenter des milliards de valeurs. Un fichier dont les alias représentent plus de 100 000 valeurs, ou eux-mêmes, est refusé."),
			Bad:  "kind: Post\nid: loop\nchannels: [blog]\nthread: &a [*a]\n",
			Good: "kind: Post\nid: loop\nchannels: [blog]\nthread: [One., Two.]\n",
		},
		{
			Subject: "files",
			ID:      schema.RuleCUESyntax,
			Title:   words("A CUE file that cannot be read", "Un fichier CUE illisible"),
			Text: words("The file is not CUE, names something that is not there, or imports a package other than those that need neither files nor network.",
				"Le fichier n'est pas du CUE, nomme quelque chose qui n'existe pas, ou importe un autre paquet que ceux qui n'ont besoin ni de fichiers ni de réseau."),
			Bad:  "kind: \"Post\"\nid:   \"rink\"\ntext: opening\n",
			Good: "kind: \"Post\"\nid:   \"rink\"\nchannels: [\"blog\"]\ntext: \"Opening\"\n",
		},
		{
			Subject: "files",
			ID:      schema.RuleCUETimeout,
			Title:   words("CUE that takes too long", "Du CUE trop long à évaluer"),
			Text: words("Evaluating one CUE file, or the house rules on one object, is given up after five seconds or 320 MiB: content may come from strangers. No house rule is checked after that.",
				"L'évaluation d'un fichier CUE, ou des règles maison sur un objet, est abandonnée après cinq secondes ou 320 Mio : le contenu peut venir d'inconnus. Plus aucune règle maison n'est vérifiée ensuite."),
		},
		{
			Subject: "files",
			ID:      schema.RuleCUETooBig,
			Title:   words("CUE that stands for too much", "Du CUE qui représente trop"),
			Text: words("References inside references multiply, and so do loops. A CUE file that could stand for more than a million values, that contains itself, or that calls functions such as list.Range or strings.Repeat, is refused before it is evaluated.",
				"Les références imbriquées se multiplient, les boucles aussi. Un fichier CUE qui pourrait représenter plus d'un million de valeurs, qui se contient lui-même ou qui appelle des fonctions comme list.Range ou strings.Repeat est refusé avant d'être évalué."),
			Bad:  "import \"strings\"\n\nkind: \"Post\"\nid:   \"rink\"\nchannels: [\"blog\"]\ntext: strings.Repeat(\"ha\", 1000000000)\n",
			Good: "kind: \"Post\"\nid:   \"rink\"\nchannels: [\"blog\"]\ntext: \"hahaha\"\n",
		},
		{
			Subject: "files",
			ID:      ruleInvalidUTF8,
			Title:   words("A file that is not UTF-8 text", "Un fichier qui n'est pas du texte UTF-8"),
			Text: words("Content is text in UTF-8. A file in another encoding, or one that is no text at all, is refused with the place of the first wrong byte.",
				"Le contenu est du texte en UTF-8. Un fichier dans un autre codage, ou qui n'est pas du texte, est refusé avec la position du premier octet fautif."),
		},
		{
			Subject: "files",
			ID:      ruleMergeConflict,
			Title:   words("A merge that was not finished", "Une fusion inachevée"),
			Text: words("Where two people changed the same lines, git writes both versions into the file and leaves the choice to a person. A text with such lines in it would be published with them.",
				"Quand deux personnes ont modifié les mêmes lignes, git écrit les deux versions dans le fichier et laisse quelqu'un choisir. Un texte qui contient ces lignes serait publié avec elles."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\n<<<<<<< HEAD\ntext: Open.\n=======\ntext: Closed.\n>>>>>>> winter\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Closed.\n",
		},
		{
			Subject:  "files",
			ID:       ruleNestedProject,
			Severity: engine.SeverityInfo,
			Title:    words("A content root inside this one", "Une racine de contenu dans celle-ci"),
			Text: words("A folder with a galley.yaml of its own is another Project. It is not read here, and needs a record branch of its own.",
				"Un dossier qui a son propre galley.yaml est un autre projet. Il n'est pas lu ici et a besoin de sa propre branche du registre."),
		},
		{
			Subject: "files",
			ID:      ruleNoProject,
			Title:   words("There is no Project", "Il n'y a pas de projet"),
			Text: words("The Project says which time zone is meant and where the record is kept. Without it nothing can be planned.",
				"Le projet dit quel fuseau horaire s'applique et où est le registre. Sans lui, rien ne peut être planifié."),
			Good: "kind: Project\nid: newsroom\nzone: Europe/Paris\n",
		},
		{
			Subject: "files",
			ID:      ruleSecondCharter,
			Title:   words("More than one Charter", "Plusieurs chartes"),
			Text:    words("A content root has one editorial charter.", "Une racine de contenu a une seule charte éditoriale."),
			Bad:     "kind: Charter\nid: charter\n---\nkind: Charter\nid: other\n",
			Good:    "kind: Charter\nid: charter\n",
		},
		{
			Subject: "files",
			ID:      ruleSecondProject,
			Title:   words("More than one Project", "Plusieurs projets"),
			Text: words("A content root has one Project. A second one belongs into a folder of its own, in its galley.yaml.",
				"Une racine de contenu a un seul projet. Un second a sa place dans un dossier à lui, dans son galley.yaml."),
			Bad:  "kind: Project\nid: other\nzone: Europe/Paris\n",
			Good: "kind: Campaign\nid: winter\n",
		},
		{
			Subject: "files",
			ID:      ruleSecondTeam,
			Title:   words("More than one Team", "Plusieurs équipes"),
			Text: words("A content root has one Team: who may approve what is read in one place.",
				"Une racine de contenu a une seule équipe : qui peut approuver quoi se lit en un seul endroit."),
			Bad:  "kind: Team\nid: team\nmembers: [{name: Ada, profile: senior}]\n---\nkind: Team\nid: other\nmembers: [{name: Lou, profile: senior}]\n",
			Good: "kind: Team\nid: team\nmembers: [{name: Ada, profile: senior}]\n",
		},
		{
			Subject: "files",
			ID:      ruleSymlinkEscape,
			Title:   words("A link that leaves the content", "Un lien qui sort du contenu"),
			Text: words("A symbolic link is followed only to what lies in the content root: a pull request must not publish a file of the machine that runs it.",
				"Un lien symbolique n'est suivi que vers ce qui se trouve sous la racine du contenu : une demande de fusion ne doit pas publier un fichier de la machine qui l'exécute."),
		},
		{
			Subject: "files",
			ID:      ruleTooDeep,
			Title:   words("Values too deep inside each other", "Des valeurs trop imbriquées"),
			Text: words("Maps and lists may be 64 levels deep; no field needs more than six.",
				"Les listes et tables peuvent avoir 64 niveaux ; aucun champ n'en demande plus de six."),
		},
		{
			Subject: "files",
			ID:      ruleTooLarge,
			Title:   words("Too large", "Trop volumineux"),
			Text: words("A text file may have 1 MiB, a CUE file 256 KiB, all of them together 256 MiB and 200,000 files. Larger ones are refused from their size, unread.",
				"Un fichier texte peut avoir 1 Mio, un fichier CUE 256 Kio, l'ensemble 256 Mio et 200 000 fichiers. Au-delà, ils sont refusés d'après leur taille, sans être lus."),
		},
		{
			Subject: "files",
			ID:      ruleUnreadable,
			Title:   words("A file that cannot be opened", "Un fichier impossible à ouvrir"),
			Text: words("A file or folder could not be read, or a symbolic link leads nowhere.",
				"Un fichier ou un dossier n'a pas pu être lu, ou un lien symbolique ne mène nulle part."),
		},
		{
			Subject: "files",
			ID:      ruleYAMLSyntax,
			Title:   words("A file that is not YAML", "Un fichier qui n'est pas du YAML"),
			Text: words("Most often a text with a colon or a quote needs quotes around it, or a line is indented otherwise than its neighbours. YAML takes no tabs.",
				"Le plus souvent, un texte avec un deux-points ou un guillemet doit être mis entre guillemets, ou une ligne n'est pas alignée avec ses voisines. YAML n'admet pas les tabulations."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Tonight: the rink opens\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: \"Tonight: the rink opens\"\n",
		},
	}
}

// fieldRules are about the objects that files hold, one by one.
func fieldRules() []engine.RuleDoc {
	return []engine.RuleDoc{
		{
			Subject: "fields",
			ID:      schema.RuleBadID,
			Title:   words("An id in the wrong form", "Un identifiant mal formé"),
			Text: words("An id names an object for life, in file names, addresses and the ledger. It has lower-case letters, digits and dashes, and begins with a letter or digit.",
				"Un identifiant nomme un objet pour toujours, dans les fichiers, les adresses et le registre. Il se compose de minuscules sans accent, de chiffres et de tirets, et commence par une lettre ou un chiffre."),
			Bad:  "kind: Post\nid: Ice Rink\nchannels: [blog]\n",
			Good: "kind: Post\nid: ice-rink\nchannels: [blog]\n",
		},
		{
			Subject: "fields",
			ID:      schema.RuleBadPath,
			Title:   words("A path that leaves the content", "Un chemin qui sort du contenu"),
			Text: words("A path begins at the content root, uses forward slashes and stays below the root: no leading slash, no \"..\", no drive. Media do not lie in folders whose name begins with a dot.",
				"Un chemin part de la racine du contenu, s'écrit avec des barres obliques et reste sous la racine : pas de barre au début, pas de « .. », pas de lecteur. Les médias ne sont pas dans des dossiers dont le nom commence par un point."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\nmedia: [{file: ../rink.jpg}]\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\nmedia: [{file: media/rink.jpg}]\n",
		},
		{
			Subject: "fields",
			ID:      schema.RuleBadValue,
			Title:   words("A value that is not one of those allowed", "Une valeur non admise"),
			Text: words("Some fields take only certain words, numbers or forms. The message lists them, and the nearest one.",
				"Certains champs n'admettent que certains mots, nombres ou formes. Le message les énumère et propose le plus proche."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\nstatus: drafted\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\nstatus: draft\n",
		},
		{
			Subject: "fields",
			ID:      ruleDuplicateID,
			Title:   words("Two objects with one id", "Deux objets avec le même identifiant"),
			Text: words("An id belongs to one object of its kind, in whichever file it is. With two, nobody could tell which one is published.",
				"Un identifiant appartient à un seul objet de son genre, quel que soit le fichier. S'il y en avait deux, nul ne saurait lequel est publié."),
			Bad:  "kind: Campaign\nid: winter\n---\nkind: Campaign\nid: winter\n",
			Good: "kind: Campaign\nid: winter\n---\nkind: Campaign\nid: summer\n",
		},
		{
			Subject: "fields",
			ID:      ruleDuplicateKey,
			Title:   words("A key that is there twice", "Une clé présente deux fois"),
			Text: words("A map has each key once. Other programs keep the first or the last of two and say nothing.",
				"Une clé n'apparaît qu'une fois. D'autres programmes gardent la première ou la dernière sans rien dire."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\ntext: Closed.\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\n",
		},
		{
			Subject: "fields",
			ID:      ruleHashtagLost,
			Title:   words("A hashtag that YAML takes for a comment", "Un mot-dièse que YAML prend pour un commentaire"),
			Text: words("In YAML a # after a space begins a comment: readers would never see the hashtag, nor what follows it. A text with a hashtag stands in quotes, or below \"|-\" or \">-\" on lines of its own. A comment has a space after its #, and nothing is said of it.",
				"En YAML, un # après une espace commence un commentaire : les lecteurs ne verraient ni le mot-dièse ni ce qui le suit. Un texte avec un mot-dièse se met entre guillemets, ou sous « |- » ou « >- » sur ses propres lignes. Un commentaire a une espace après son #, et rien n'en est dit."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntext: The rink is open. #skating\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: \"The rink is open. #skating\"   # a comment\n",
		},
		{
			Subject: "fields",
			ID:      schema.RuleHouse,
			Title:   words("A house rule of this team", "Une règle maison de l'équipe"),
			Text: words("Files of package rules hold what the team asks beyond the schema. The message says where the rule is written. It blocks its post and no other; broken by another kind of object, it stops the run.",
				"Les fichiers du paquet rules contiennent ce que l'équipe exige en plus du schéma. Le message dit où la règle est écrite. Elle bloque la publication concernée et aucune autre ; si c'est un autre genre d'objet qui l'enfreint, elle arrête tout."),
		},
		{
			Subject: "fields",
			ID:      schema.RuleMissingField,
			Title:   words("A field that must be there", "Un champ obligatoire"),
			Text: words("Some fields are needed always, others because of the value of a field beside them.",
				"Certains champs sont toujours nécessaires, d'autres à cause de la valeur d'un champ voisin."),
			Bad:  "kind: Post\nid: rink\ntext: Open.\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\n",
		},
		{
			Subject: "fields",
			ID:      schema.RuleUnknownField,
			Title:   words("A field that nobody knows", "Un champ inconnu"),
			Text: words("A field that is not in the schema would be ignored, and its author would trust in it. The message proposes the nearest one.",
				"Un champ absent du schéma serait ignoré, alors que son auteur y compte. Le message propose le plus proche."),
			Bad:  "kind: Post\nid: rink\nchannels: [blog]\ntxt: Open.\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\ntext: Open.\n",
		},
		{
			Subject: "fields",
			ID:      schema.RuleUnknownKPI,
			Title:   words("A KPI that nobody knows", "Un indicateur inconnu"),
			Text: words("Objectives and reports name KPIs as the catalogue of metrics does. The message proposes the nearest one, or lists them all.",
				"Les objectifs et les rapports désignent les indicateurs par leur nom dans le catalogue des mesures. Le message propose le plus proche, ou les énumère tous."),
			Bad:  "kind: Charter\nid: charter\nobjectives: [{kpi: folowers, target: 2000, due: 2026-12-31}]\n",
			Good: "kind: Charter\nid: charter\nobjectives: [{kpi: followers, target: 2000, due: 2026-12-31}]\n",
		},
		{
			Subject: "fields",
			ID:      schema.RuleUnknownKind,
			Title:   words("A kind that nobody knows", "Un genre inconnu"),
			Text: words("Every document says with kind what it is. Files that are not content belong into a folder whose name begins with a dot, or outside the content root.",
				"Chaque document dit par kind ce qu'il est. Les fichiers qui ne sont pas du contenu vont dans un dossier dont le nom commence par un point, ou hors de la racine du contenu."),
			Bad:  "kind: Pst\nid: rink\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\n",
		},
		{
			Subject: "fields",
			ID:      schema.RuleWrongType,
			Title:   words("A value of the wrong type", "Une valeur du mauvais type"),
			Text: words("A text, a number, true or false, a list and a map are different things. A number where text is wanted goes in quotes: 3.10 would become 3.1.",
				"Un texte, un nombre, vrai ou faux, une liste et une table sont des choses différentes. Un nombre à la place d'un texte se met entre guillemets : 3.10 deviendrait 3.1."),
			Bad:  "kind: Post\nid: rink\nchannels: blog\n",
			Good: "kind: Post\nid: rink\nchannels: [blog]\n",
		},
	}
}

func words(en, fr string) map[string]string { return map[string]string{"en": en, "fr": fr} }
