// SPDX-License-Identifier: Apache-2.0

package demo

import "strings"

// Names of the region, for people who do not exist: common given names of women and men, and family names, of Tanganyika
// and its neighbours. Any likeness to somebody is chance: they are drawn at random.
var (
	womensNames = strings.Fields(`Aline Amina Anifa Antho Asha Bahati Béatrice Bernadette Bibiche Bora Cécile Chantal Christine Clarisse
		Claudine Colette Dorcas Dorothée Elisa Elysée Esther Eugénie Fatuma Faïda Feza Florence Françoise Furaha Généreuse Georgette
		Gisèle Godelive Grâce Habiba Hélène Honorine Immaculée Irène Jacqueline Jeanne Joséphine Judith Julienne Kabibi Kapinga
		Kashindi Kisimba Léonie Lukia Madeleine Maombi Marceline Marguerite Mariamu Marthe Mauwa Mwajuma Mwamini Mwanaidi Mwangaza
		Mwavita Nabintu Neema Ngoy Nyota Odette Pascaline Pauline Rachel Rehema Riziki Rosette Safi Salima Sara Shabani Sifa Solange
		Suzanne Tabu Tatu Thérèse Véronique Victorine Wivine Yvette Zaina Zawadi`)
	mensNames = strings.Fields(`Abedi Adolphe Albert Alexis Amani Amisi Anselme Aruna Asani Augustin Baraka Benoît Bienvenu Bonaventure
		Célestin Christophe Claude Corneille Daniel David Désiré Dieudonné Élie Emmanuel Ernest Espoir Fabien Félicien Fidèle Floribert
		Gaston Gédéon Georges Gilbert Gustave Hamisi Heri Idi Innocent Isaac Jacques Janvier Jérémie Joachim Jonas Joseph Juma Justin
		Kabila Kalume Kasongo Kazadi Kitenge Kyungu Lambert Laurent Léopold Longin Luc Makonga Matthieu Modeste Moïse Mulamba Musa
		Mutombo Ngandu Norbert Olivier Omari Oscar Pacifique Pascal Patrice Paulin Philippe Pierre Prosper Ramazani Raphaël Rashidi
		Richard Roger Salumu Samuel Selemani Simon Sumaili Sylvain Théophile Thomas Trésor Victor Yuma Zacharie`)
	familyNames = strings.Fields(`Bahati Bakari Banza Bulaimu Bushabu Bwana Ilunga Kabamba Kabange Kabeya Kabulo Kabwe Kahenga Kahozi Kaite
		Kakudji Kalala Kalenga Kalombo Kalonda Kalunga Kamona Kamwanya Kanyembo Kapampa Kapenda Kapya Kasanga Katanga Katempa
		Kayembe Kibambe Kibwe Kilolo Kilongo Kilumba Kimbwala Kisula Kitambala Kitoko Kyalwe Lubaba Lubamba Lubinga Lukumba Lumbu
		Lunda Lwamba Mabruki Makumbo Malale Manda Mbayo Mbuyu Misaki Monga Mufungizi Muhiya Mukalay Mukeba Mulongo Mulubi Mumba
		Mupenda Musimbi Muteba Mutonkole Muyumba Mwamba Mwana Mwanza Mwema Mwepu Mwilambwe Ndala Ndayi Ngoie Ngoma Numbi Nyembo
		Nyundo Pungu Sangwa Shindano Sulubika Tambwe Tshibangu Twite Umba Wakilongo Yumba`)
)

// nameLists are the names from which those of one operation's people are drawn.
type nameLists struct{ women, men, families []string }

// ofTanganyika are the names of Kalemie and Nyunzu; travellers those of people who leave from eight locations, common in more than one of them.
var (
	ofTanganyika = nameLists{womensNames, mensNames, familyNames}
	travellers   = nameLists{
		women: strings.Fields(`Abeba Aisha Amal Ana Dina Farah Fatima Genet Hana Hiba Ines Khadija Layla Leila Lina Lucía Mariam Marta Maya Mona Nadia Noor Rania Rosa
			Salma Samira Sara Selam Sofía Yara Zahra Zeinab`),
		men: strings.Fields(`Abdi Adam Amir Bilal Daniel Elias Hassan Ibrahim Idris Isaac Jonas Kamal Karim Khalil Luis Malik Mateo Musa Nabil Omar Rami Salim Samir
			Samuel Tareq Tesfa Yonas Yusuf Zaki`),
		families: strings.Fields(`Abdallah Abdi Ahmed Aziz Bekele Castillo Daoud Desta Farah Girma Habib Haddad Haile Hamad Idriss Ismail Jaber Kassem Khalil
			Mahmoud Mansour Mekonnen Moreno Moussa Najjar Nasser Okello Osman Paredes Said Saleh Tadesse Tesfaye Vargas`),
	}
)

// The five displacement sites, with how many people each holds before anyone leaves, in parts of a thousand.
var sites = []struct {
	name  string
	parts int
}{{"Cinquantenaire", 262}, {"Kalonda", 214}, {"Kalunga", 195}, {"Mukuku", 171}, {"Kalenge", 158}}

// The fifteen villages. Their names are invented; so is everything said of them.
var villages = []string{"Kabimba", "Kasanga Mpya", "Katele", "Kawama", "Kisongo", "Lambo Kilela", "Lubuye", "Lugogo", "Makala Juu",
	"Miketo", "Mulembwe", "Mwaka", "Rutuku", "Tabacongo", "Tundwa"}

// unsafeVillage is the village whose safety was withdrawn.
const unsafeVillage = 9
