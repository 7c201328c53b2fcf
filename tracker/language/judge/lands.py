"""The countries that sentence patterns speak of: name, demonym, capital."""

from __future__ import annotations

COUNTRIES: tuple[tuple[str, str, str], ...] = tuple(
    tuple(row.split(","))  # type: ignore[misc]
    for row in """\
Albania,Albanian,Tirana
Algeria,Algerian,Algiers
Angola,Angolan,Luanda
Argentina,Argentine,Buenos Aires
Armenia,Armenian,Yerevan
Australia,Australian,Canberra
Austria,Austrian,Vienna
Azerbaijan,Azerbaijani,Baku
Bahrain,Bahraini,Manama
Bangladesh,Bangladeshi,Dhaka
Belarus,Belarusian,Minsk
Bolivia,Bolivian,La Paz
Brazil,Brazilian,Brasilia
Bulgaria,Bulgarian,Sofia
Cambodia,Cambodian,Phnom Penh
Canada,Canadian,Ottawa
Chile,Chilean,Santiago
China,Chinese,Beijing
Colombia,Colombian,Bogota
Cuba,Cuban,Havana
Egypt,Egyptian,Cairo
Ethiopia,Ethiopian,Addis Ababa
Finland,Finnish,Helsinki
France,French,Paris
Georgia,Georgian,Tbilisi
Germany,German,Berlin
Ghana,Ghanaian,Accra
Greece,Greek,Athens
Hungary,Hungarian,Budapest
India,Indian,New Delhi
Indonesia,Indonesian,Jakarta
Iran,Iranian,Tehran
Iraq,Iraqi,Baghdad
Israel,Israeli,Jerusalem
Italy,Italian,Rome
Japan,Japanese,Tokyo
Jordan,Jordanian,Amman
Kazakhstan,Kazakh,Astana
Kenya,Kenyan,Nairobi
Kuwait,Kuwaiti,Kuwait City
Lebanon,Lebanese,Beirut
Libya,Libyan,Tripoli
Malaysia,Malaysian,Kuala Lumpur
Mali,Malian,Bamako
Mexico,Mexican,Mexico City
Morocco,Moroccan,Rabat
Mozambique,Mozambican,Maputo
Myanmar,Burmese,Naypyidaw
Nicaragua,Nicaraguan,Managua
Nigeria,Nigerian,Abuja
North Korea,North Korean,Pyongyang
Norway,Norwegian,Oslo
Oman,Omani,Muscat
Pakistan,Pakistani,Islamabad
Peru,Peruvian,Lima
Poland,Polish,Warsaw
Qatar,Qatari,Doha
Romania,Romanian,Bucharest
Russia,Russian,Moscow
Rwanda,Rwandan,Kigali
Saudi Arabia,Saudi,Riyadh
Senegal,Senegalese,Dakar
Serbia,Serbian,Belgrade
Somalia,Somali,Mogadishu
South Africa,South African,Pretoria
South Korea,South Korean,Seoul
Spain,Spanish,Madrid
Sri Lanka,Sri Lankan,Colombo
Sudan,Sudanese,Khartoum
Sweden,Swedish,Stockholm
Syria,Syrian,Damascus
Taiwan,Taiwanese,Taipei
Thailand,Thai,Bangkok
Tunisia,Tunisian,Tunis
Turkey,Turkish,Ankara
Uganda,Ugandan,Kampala
Ukraine,Ukrainian,Kyiv
the United Kingdom,British,London
the United States,U.S.,Washington
Uzbekistan,Uzbek,Tashkent
Venezuela,Venezuelan,Caracas
Vietnam,Vietnamese,Hanoi
Yemen,Yemeni,Sanaa
Zambia,Zambian,Lusaka
Zimbabwe,Zimbabwean,Harare""".splitlines()
)
