package view

func frenchComment() commentWords {
	return commentWords{
		language: "fr",
		verdict: map[Verdict]string{
			VerdictValid: "✅ **Valide**", VerdictInvalid: "❌ **Non valide**", VerdictFailed: "⚠️ **Aucun plan n'a pu être établi**"},
		actions: map[action]string{
			actPublish: "🟢 À publier", actEdit: "✏️ Modification", actRepost: "🔁 Supprimer et republier", actWithdraw: "🗑️ Retirer",
			actTakeOver: "🤝 Reprendre", actRelease: "👋 Ne plus gérer", actScheduled: "🕒 Programmé", actBlocked: "⛔ Bloqué",
			actUncertain: "❓ Incertain", actManual: "🙋 À la main", actSkip: "⏭️ Laissé de côté", actDraft: "📝 Brouillon"},
		counted: map[action]string{
			actPublish: "%d à publier", actEdit: "%d à modifier", actRepost: "%d à republier", actWithdraw: "%d à retirer",
			actTakeOver: "%d à reprendre", actRelease: "%d à ne plus gérer", actScheduled: "%d à l'heure dite", actBlocked: "%d en attente",
			actUncertain: "%d à vérifier", actManual: "%d à la main", actSkip: "%d de côté", actDraft: "%d en brouillon"},
		severity: [3]plural{{"%d erreur", "%d erreurs"}, {"%d avertissement", "%d avertissements"}, {"%d remarque", "%d remarques"}},
		fields: map[string]string{"at": "heure", "text": "texte", "body": "texte", "title": "titre", "media": "médias",
			"contentWarning": "avertissement de contenu", "link": "lien", "language": "langue", "tags": "étiquettes", "summary": "résumé",
			"visibility": "visible par", "card": "aperçu du lien", "poll": "sondage", "pin": "épinglé", "thread": "fil",
			"seo.title": "titre pour les moteurs", "seo.description": "description pour les moteurs", "seo.slug": "adresse",
			"quote": "cite", "replyTo": "répond à", "replies": "qui peut répondre", "quotes": "qui peut citer",
			"name": "nom", "bio": "présentation", "links": "liens", "avatar": "image"},
		seen: map[string]string{"unlisted": "non listé", "followers": "abonnés seulement", "direct": "personnes mentionnées seulement"},
		reasons: map[string]string{UnreadFork: "les fichiers d'un fork sont lus sans identifiants", UnreadOffline: "aucun réseau n'a été consulté",
			UnreadChanged: "ajouté ou dirigé ailleurs ici : il sera lu après la fusion", UnreadLocal: "il n'a pas d'identifiants",
			UnreadCredential: "son identifiant n'est pas dans ce job"},
		noChange: "**Rien ne change pour les lecteurs.**", matches: "%d conformes", unchanged: "%d à l'heure dite",
		files: plural{"%d fichier enlevé", "%d fichiers enlevés"}, posts: plural{"%d message enlevé des fichiers", "%d messages enlevés des fichiers"},
		removedFiles: "%s, leurs messages restent en ligne ; pour les retirer, écrire `status: retracted`",
		removedPosts: "%s, en ligne malgré tout ; pour les retirer, écrire `status: retracted`",
		withdrawn:    plural{"%d message est retiré", "%d messages sont retirés"},
		reposted:     plural{"%d message est supprimé et republié : son adresse, ses réponses et ses chiffres sont perdus", "%d messages sont supprimés et republiés : leurs adresses, réponses et chiffres sont perdus"},
		reopened:     plural{"%d approbation est à redonner", "%d approbations sont à redonner"},
		problems:     "À regarder", changes: "Ce que cela change", pending: "Déjà en attente, quoi qu'il advienne de cette demande",
		drift: "Modifié sur les réseaux par quelqu'un d'autre", errors: "Erreurs", findings: "Avertissements et remarques", elsewhere: "Dans des fichiers non touchés ici",
		fork:    "Cette demande vient d'un fork : elle a été vérifiée sans identifiants, d'après le dernier état enregistré.",
		offline: "Tout n'a pas été lu en direct", noBase: "Ce que cela change ne peut être distingué de ce qui attendait : le commit de comparaison est inconnu.",
		more: "… et %d de plus", moreHint: "le résumé du job en montre davantage",
		plan: "plan", commit: "commit", compared: "comparé à", live: "lu en direct :", recorded: "d'après l'enregistrement :",
		merge: "à la fusion", native: "par le réseau lui-même", until: "jusqu'au", blind: "l'état en ligne n'a pas été lu", noDate: "sans date",
		length: "%d caractères sur %d", unlimited: "%d caractères", part: "Partie %s", whole: "Texte entier",
		alt: "Texte alternatif :", noAlt: "pas de texte alternatif", credit: "Crédit :", link: "Lien :", preview: "Aperçu :",
		warning: "Avertissement de contenu :", tongue: "Langue :", quote: "Cite", replyTo: "Répond à", hashtags: "Étiquettes :",
		poll: "Sondage", several: "plusieurs réponses", words: "Mots :", links: "Liens :",
		campaign: "campagne", tags: "étiquettes", author: "par",
		needs: "Attend l'approbation de", given: "Approuvé par", void: "Cette modification met fin à son approbation", why: "Pourquoi :", hint: "À faire :",
		changed: "modifié", gone: "enlevé", another: "autre fichier", online: "en ligne",
	}
}
