"""Names of people from regions that the corpora hardly cover, put together at random to stand in for others."""

from __future__ import annotations

from random import Random

KOREAN = (
    "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Shin Seo Kwon Hwang Ahn Song Yoo Hong Jeon Moon Ri Pak "
    "Jo".split(),
    "Min-jun Seo-yeon Jong-un Yo-jong Won-sik Duck-soo Jae-myung Sang-hyun Tae-yul Young-ho Kyung-wha Myung-bak "
    "Dae-jung "
    "Hyun-woo Ji-hoon Sung-han Yong-hyun Hee-ryong Eun-hye Chang-yong".split(),
)
KOREAN_OPEN = (
    KOREAN[0],
    "Suk Jae Geun Dong Chun Yong Kyung Hak Il Tae".split(),
    "Yeol Myung Hye In Hee Sik Ok Song Su".split(),
)
CHINESE = (
    "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Qin Dong Lai Tsai".split(),
    "Yi Wei Jun Lei Ping Qiang Jie Bin Hui Ting Gang Yue Wenbin Jianchao Xuexiang Guangfu Weidong Mao Ning Ching-te "
    "Ing-wen Shangfu Haiyan Xiaoming Leji Huning Jiechi".split(),
)
VIETNAMESE = (
    "Nguyen Tran Le Pham Hoang Vo Dang Bui Do Phan Luong To".split(),
    "Phu Minh Xuan Van Thanh Thi Duc Cong Hong Quang".split(),
    "Trong Chinh Phuc Thuong Son Hang Cuong Lam Ha Hai Dung".split(),
)
ARAB_GIVEN = (
    "Abdullah Mohammed Khalid Faisal Tamim Hassan Ahmed Mahmoud Omar Ali Nabih Najib Bashar Ismail Yahya Khaled Saeed "
    "Hussein Sameh Anwar Abdel Fatima Aisha Mariam Nasser Rashid Sultan Hakan Walid Ayman".split()
)
ARAB_LINK = ["bin", "ibn", "Abu", "Al", "al-", "El", "bin"]
ARAB_LAST = (
    "Zayed Salman Farhan Haniyeh Sinwar Mikati Sisi Shoukry Safadi Jubeir Thani Maktoum Burhan Dagalo Houthi "
    "Sudani Maliki "
    "Sadr Barzani Assad Meshaal Nahyan Saud Sabah Otaibi Khalifa Hariri Aoun Menfi Dbeibah Haftar".split()
)
PERSIAN = (
    "Hossein Ebrahim Ali Mohammad Javad Hassan Masoud Esmail Abbas Saeed Reza Mahmoud Nasser Amir".split(),
    "Amir-Abdollahian Raisi Khamenei Zarif Rouhani Pezeshkian Qaani Araghchi Jalili Bagheri Kanaani Salami Shamkhani "
    "Larijani Ghalibaf Vahidi Eslami".split(),
)
SOUTH_ASIAN = (
    "Narendra Subrahmanyam Rajnath Amit Shehbaz Imran Bilawal Ishaq Asim Sheikh Ranil Gotabaya Anura Pushpa "
    "Hamid Ashraf "
    "Abdul Muhammad Priyanka Nirmala Arindam Vinay".split(),
    "Modi Jaishankar Singh Shah Sharif Khan Bhutto Zardari Dar Munir Hasina Wickremesinghe Rajapaksa "
    "Dissanayake Dahal Karzai "
    "Ghani Akhundzada Bagchi Sitharaman Kwatra Yunus".split(),
)
SOUTHEAST_ASIAN = (
    "Joko Prabowo Retno Anwar Ferdinand Enrique Hun Prak Min Aung Thaksin Srettha Paetongtarn Lee Lawrence Xanana Sara "
    "Carlito Gilberto Mahathir Muhyiddin".split(),
    "Widodo Subianto Marsudi Ibrahim Marcos Manalo Manet Sokhonn Hlaing Suu-Kyi Shinawatra Thavisin Loong Wong "
    "Gusmao Duterte "
    "Galvez Teodoro Yassin Ramos-Horta".split(),
)
AFRICAN = (
    "Abiy Cyril Bola Paul William Yoweri Félix Moussa Alassane Macky Assimi Ibrahim Mahamat Hakainde Emmerson "
    "Isaias Uhuru "
    "Ngozi Filipe Nana Bassirou Naledi".split(),
    "Ahmed Ramaphosa Tinubu Kagame Ruto Museveni Tshisekedi Faki Ouattara Sall Goïta Traoré Déby Hichilema "
    "Mnangagwa Afwerki "
    "Kenyatta Okonjo-Iweala Nyusi Akufo-Addo Faye Pandor".split(),
)
CENTRAL_ASIAN = (
    "Kassym-Jomart Shavkat Sadyr Emomali Serdar Ilham Nikol Jeyhun Ararat Gurbanguly Salome Irakli Nursultan "
    "Bakhtiyor".split(),
    "Tokayev Mirziyoyev Japarov Rahmon Berdimuhamedow Aliyev Pashinyan Bayramov Mirzoyan Zourabichvili "
    "Kobakhidze Nazarbayev "
    "Saidov Nurtleu".split(),
)
TURKISH = (
    "Recep Hakan Mevlüt Yaşar Hulusi Devlet Kemal Ekrem Süleyman Ahmet Ömer".split(),
    "Erdoğan Fidan Çavuşoğlu Güler Akar Bahçeli Kılıçdaroğlu İmamoğlu Soylu Davutoğlu Çelik".split(),
)
SLAVIC = (
    "Volodymyr Sergey Dmitry Andriy Oleksandr Denys Maria Valery Aleksandar Andrzej Radosław Robert Viktor Igor "
    "Nikolai".split(),
    "Zelenskyy Lavrov Peskov Yermak Syrskyi Shmyhal Zakharova Gerasimov Vučić Duda Sikorski Fico Orban Shoigu "
    "Patrushev Kuleba "
    "Umerov Medvedev Belousov".split(),
)
JAPANESE = (
    "Fumio Shigeru Yoko Minoru Yoshimasa Taro Shinzo Sanae Takeshi Hirokazu Toshimitsu Gen Ken".split(),
    "Kishida Ishiba Kamikawa Kihara Hayashi Kono Abe Takaichi Iwaya Matsuno Motegi Nakatani Saito".split(),
)
PAIRED = (CHINESE, PERSIAN, SOUTH_ASIAN, SOUTHEAST_ASIAN, AFRICAN, CENTRAL_ASIAN, TURKISH, SLAVIC, JAPANESE)


def draw(random: Random) -> list[str]:
    """Words of one full name, now and then of a surname alone."""
    choice = random.random()
    if choice < 0.25:
        name = [random.choice(KOREAN[0]), random.choice(KOREAN[1])]
    elif choice < 0.32:
        name = [random.choice(part) for part in KOREAN_OPEN]
    elif choice < 0.40:
        name = [random.choice(part) for part in VIETNAMESE]
    elif choice < 0.60:
        name = _arab(random)
    else:
        given, family = random.choice(PAIRED)
        name = [random.choice(given), random.choice(family)]
    return name[-1:] if random.random() < 0.12 and "-" not in name[-1] else name


def _arab(random: Random) -> list[str]:
    """Given name, perhaps the father's, and a family name with its article."""
    name = [random.choice(ARAB_GIVEN)]
    for _ in range(random.choice((1, 1, 2))):
        link, last = random.choice(ARAB_LINK), random.choice(ARAB_LAST)
        if link == "al-":
            name.append(link + last)
        elif random.random() < 0.7:
            name += [link, last]
        else:
            name.append(last)
    return name
