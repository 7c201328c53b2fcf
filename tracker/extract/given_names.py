"""Given names of women, so that "she" and "he" mean who they can."""

from __future__ import annotations

from tracker.model import Actor

_WOMEN = frozenset(
    "adela agnes aisha alejandra alexandra alice alicia amina amy ana anastasia angela angelina anita ann anna"
    " annalena anne annegret annette anniken antonia azucena barbara beata beatrice beatriz benazir bertha"
    " brigitte camila carla carmen carolina caroline catherine cecilia chandrika charlotte chiara christiane"
    " christine claire clara clarissa claudia condoleezza corazon cornelia cristina dalia daniela delcy diana"
    " dilma dina doris edith ekaterina elena elisabeth elizabeth ellen elsa elvira emily emma erna"
    " estela esther eva eveline ewa fatima fatou federica fernanda fiona florence fumiko gabriela geeta georgia"
    " gina giorgia gloria golda graca grace gro gudrun hanan hanna harriet heather hedy heidi helen helena helene"
    " helle henrietta hillary hina ilona indira inga ingrid irene irina isabel isabella isatou ivana jacinda"
    " jadranka jane janet janine jeanine jeanne jennifer jessica johanna josefa joyce judith julia juliana"
    " julie kaja kamala karin karla katalin katarina katerina katherine kathleen katja katrin keiko khaleda"
    " kirsten kolinda kristalina kristina kristrun laura leila lena leni leonor leyla lidia lilian linda lisa liz"
    " ljubica loretta lourdes lucia lucy luisa luz madeleine magdalena maia makiko malala manuela mara margaret"
    " margarita margot margrethe maria mariana marie marielle marija marina marine marisol marta martha mary"
    " maryam maud maya megawati melanie mercedes mette mia michelle mireya mirjana mona monica monique"
    " nadia najat nancy natalia natasha nathalie ngozi nicole nina ninotchka noura oksana olena olga"
    " olivia pamela patricia penny portia pratibha priti rachel raisa rania rebecca retno rigoberta rosa"
    " rosario roza ruth saara sahle samantha samia sanna sara sarah segolene sharon sheila shirin silvia"
    " simonetta sirimavo sofia soledad sonia sophie stella stephanie susan susana sushma svetlana sviatlana sylvia"
    " sylvie tanja tansu tarja tatiana theresa tulip tzipi ursula vaira valentina valerie vera veronica victoria"
    " vigdis viktorija viola violeta virginia vjosa wanda wendy xiomara yekaterina yingluck yoriko yulia yuliya"
    " yvette yvonne zainab zinaida zuzana".split()
)


def is_woman(actor: Actor) -> bool:
    """Whether somebody's given name is a woman's."""
    return (actor.person or actor.name).split()[0].lower() in _WOMEN
